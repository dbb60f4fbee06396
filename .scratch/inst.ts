import { loadKernel } from "../engine/index.ts";
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
const k = await loadKernel();
for (let i = 0; i < 6; i++) { const t = cpu(), w = performance.now(); const x = k.instantiate(); const t1 = cpu(), w1 = performance.now(); x.resetStrips(50000, 60000, 25000); const t2 = cpu(); console.log((t1 - t).toFixed(1), (w1 - w).toFixed(1), (t2 - t1).toFixed(1), x.memory.buffer.byteLength / 2**20); }
