/** `A01`…`A99`, `B01`…: stall ids in the order given, as they are painted on the ground. */
export function stallId(row: number): string {
  let letters = "";
  for (let block = Math.floor(row / 99); ; block = Math.floor(block / 26) - 1) {
    letters = String.fromCharCode(65 + (block % 26)) + letters;
    if (block < 26) break;
  }
  return letters + String((row % 99) + 1).padStart(2, "0");
}
