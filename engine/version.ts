/** Version of the engine, as in package.json; a test keeps them equal. Written into every plan. */
export const ENGINE_VERSION = "0.1.0";
