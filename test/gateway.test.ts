import { expect, test } from "vitest";
import { edited, failed, judged, planOf, siteOf, turned } from "./auditCases.ts";

// how much of a gate a way in has to lead through: the way of the fixture is 6 m wide, at x 17 to 23 on the side y = 0

/** Outline of the lot where it runs on straight beyond both posts. */
const STRAIGHT = [
  [0, 0],
  [40, 0],
  [40, 30],
  [0, 30],
];

/** Reachability on the lot of the fixture with another gate, here and at a turn that no grid is aligned with. */
function reached(gate: readonly (readonly number[])[], outline: readonly (readonly number[])[] = STRAIGHT) {
  const site = edited(siteOf("lot"), [
    { id: "K", shape: gate },
    { kind: "site", shape: [[...outline, outline[0]]] },
  ]);
  const [here, elsewhere] = [turned(0, 0, 0), turned(0.61, 431.7, -208.3)].map((move) =>
    failed(judged("lot", planOf("lot"), { site, move })).filter(({ rule }) => rule === "fact.reachable"),
  );
  expect(elsewhere.length).toBe(here.length);
  return here;
}

const onSouth = (from: number, to: number) => [
  [from, 0],
  [to, 0],
];

test.each([
  ["a gate as wide as the way", 17, 23],
  ["half a metre beyond the left post", 17.5, 23.5],
  ["half a metre beyond the right post", 16.5, 22.5],
  ["a wide gate", 17.5, 30],
  ["5.5 m of gate under the way, in its middle", 17.25, 22.75],
  ["5.5 m of gate under the way, to one side", 17, 22.5],
  ["5.8 m of gate, the way beyond both posts", 17.1, 22.9],
  ["4 m of gate, in the middle of the way", 18, 22],
])("reached through %s", (_, from, to) => {
  expect(reached(onSouth(from, to))).toEqual([]);
});

test.each([
  ["5.4 m of a gate of 6 m", 17.6, 23.6, 5.4, 5.5],
  ["5.4 m of a gate of 6 m, to the other side", 16.4, 22.4, 5.4, 5.5],
  ["5.2 m of a wide gate", 17.8, 30, 5.2, 5.5],
  ["5.3 m of a gate of 5.6 m", 17.7, 23.3, 5.3, 5.5],
])("not reached through %s: told with what leads through and what is asked", (_, from, to, measured, required) => {
  const lines = reached(onSouth(from, to));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line.measured).toBeCloseTo(measured, 2);
    expect(line.required).toBe(required);
    expect(line.note).toContain(`of gate K where ${required} m is asked`);
  }
});

test("a boundary that turns out into the street at the post gives no street beside the gate", () => {
  // the site goes on 8 m further out left of x = 17.5: what lies beside the gate there is the site's own ground
  const outline = [
    [0, -8],
    [17.5, -8],
    [17.5, 0],
    [40, 0],
    [40, 30],
    [0, 30],
  ];
  expect(reached(onSouth(17.5, 23.5), outline).length).toBeGreaterThan(0);
  expect(reached(onSouth(17, 23), STRAIGHT)).toEqual([]);
});

test("nothing changes on the ground inside: a way that is not drawn up to the wall beside the gate is no way", () => {
  const site = edited(siteOf("lot"), [{ id: "K", shape: onSouth(17.5, 23.5) }]);
  const spine = (cut: number) =>
    edited(planOf("lot"), [
      {
        id: "spine",
        shape: [
          [
            [17, cut],
            [23, cut],
            [23, 26],
            [17, 26],
            [17, cut],
          ],
        ],
      },
    ]);
  const breached = (cut: number) =>
    failed(judged("lot", spine(cut), { site })).some(({ rule }) => rule === "fact.reachable");
  expect(breached(0.003)).toBe(false);
  expect(breached(0.03)).toBe(true);
});
