const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
// a trivial module with 64 MB memory
const bytes = new Uint8Array([0,97,115,109,1,0,0,0,5,5,1,1,128,8,128,8].slice(0,8));
for (let i = 0; i < 4; i++) { const t = cpu(); new WebAssembly.Memory({ initial: 1024, maximum: 1024 }); console.log("mem", (cpu() - t).toFixed(1)); }
