/** Rectangles of one frame seen from another: their box there, and what of a strip they cover. Units of 0.1 mm. */
import { HEAD, measured } from "./arena";
import { turnCos, turnSin } from "./strips";

const cornerS = changetype<StaticArray<f64>>(memory.data(HEAD + 4 * 8) + HEAD);
measured(cornerS, 4);
const cornerT = changetype<StaticArray<f64>>(memory.data(HEAD + 4 * 8) + HEAD);
measured(cornerT, 4);

// the box found last by `boxIn`
export let inU0: i32 = 0;
export let inU1: i32 = 0;
export let inV0: i32 = 0;
export let inV1: i32 = 0;

/** The box in frame f of a rectangle of another frame. */
export function boxIn(frame: i32, u0: i32, u1: i32, v0: i32, v1: i32, f: i32): void {
  const c = turnCos(frame, f);
  const s = turnSin(frame, f);
  if (ASC_FEATURE_SIMD) {
    const box = boxLanes(c, s, u0, u1, v0, v1);
    inU0 = i32x4.extract_lane(box, 0);
    inU1 = -i32x4.extract_lane(box, 1);
    inV0 = i32x4.extract_lane(box, 2);
    inV1 = -i32x4.extract_lane(box, 3);
    return;
  }
  const mu = <f64>(u0 + u1) * 0.5;
  const mv = <f64>(v0 + v1) * 0.5;
  const hu = <f64>(u1 - u0) * 0.5;
  const hv = <f64>(v1 - v0) * 0.5;
  const cu = c * mu - s * mv;
  const cv = s * mu + c * mv;
  const ru = abs(c) * hu + abs(s) * hv;
  const rv = abs(s) * hu + abs(c) * hv;
  inU0 = <i32>floor(cu - ru);
  inU1 = <i32>ceil(cu + ru);
  inV0 = <i32>floor(cv - rv);
  inV1 = <i32>ceil(cv + rv);
}

/** The box of a rectangle turned by an angle with this cosine and sine: u from, minus u to, v from, minus v to. */
export function boxLanes(c: f64, s: f64, u0: i32, u1: i32, v0: i32, v1: i32): v128 {
  // u and v at once
  const cs = f64x2.replace_lane(f64x2.splat(c), 1, s);
  const sc = f64x2.replace_lane(f64x2.splat(-s), 1, c);
  const sums = f64x2.splat(0.5);
  const mu = f64x2.mul(f64x2.splat(<f64>(u0 + u1)), sums);
  const mv = f64x2.mul(f64x2.splat(<f64>(v0 + v1)), sums);
  const hu = f64x2.mul(f64x2.splat(<f64>(u1 - u0)), sums);
  const hv = f64x2.mul(f64x2.splat(<f64>(v1 - v0)), sums);
  const middle = f64x2.add(f64x2.mul(cs, mu), f64x2.mul(sc, mv));
  const reach = f64x2.add(f64x2.mul(f64x2.abs(cs), hu), f64x2.mul(f64x2.abs(sc), hv));
  const low = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.sub(middle, reach)));
  const high = i32x4.trunc_sat_f64x2_s_zero(f64x2.ceil(f64x2.add(middle, reach)));
  return i32x4.shuffle(low, i32x4.neg(high), 0, 4, 1, 5);
}

/** Work of taking out a rectangle of another frame. */
export const SLANTED_WORK: i32 = 40;

// the range found last by `crossSlanted`
export let crossFrom: i32 = 0;
export let crossTo: i32 = 0;

/** The range of s that a rectangle of another frame covers between low and high; whether there is one. */
export function crossSlanted(
  own: i32,
  u0: i32,
  u1: i32,
  v0: i32,
  v1: i32,
  frame: i32,
  turn: i32,
  low: i32,
  high: i32,
): boolean {
  const c = turnCos(own, frame);
  const s = turnSin(own, frame);
  if (ASC_FEATURE_SIMD) return crossLanes(c, s, u0, u1, v0, v1, turn, low, high);
  for (let k = 0; k < 4; k++) {
    const pu = <f64>(k == 0 || k == 3 ? u0 : u1);
    const pv = <f64>(k < 2 ? v0 : v1);
    const u = c * pu - s * pv;
    const v = s * pu + c * pv;
    cornerS[k] = turn ? v : u;
    cornerT[k] = turn ? u : v;
  }
  const t0 = <f64>low;
  const t1 = <f64>high;
  let from = Infinity;
  let to = -Infinity;
  for (let k = 0; k < 4; k++) {
    const j = (k + 1) & 3;
    const ta = cornerT[k];
    const tb = cornerT[j];
    if (max(ta, tb) < t0 || min(ta, tb) > t1) continue;
    let a = cornerS[k];
    let b = cornerS[j];
    if (ta != tb) {
      const slope = (b - a) / (tb - ta);
      const a0 = a;
      if (ta < t0) a = a0 + (t0 - ta) * slope;
      else if (ta > t1) a = a0 + (t1 - ta) * slope;
      if (tb < t0) b = a0 + (t0 - ta) * slope;
      else if (tb > t1) b = a0 + (t1 - ta) * slope;
    }
    from = min(from, min(a, b));
    to = max(to, max(a, b));
  }
  if (from >= to) return false;
  crossFrom = <i32>floor(from);
  crossTo = <i32>ceil(to);
  return true;
}

/** Likewise, two sides at once and without a branch; rounded as one by one. */
function crossLanes(c: f64, s: f64, u0: i32, u1: i32, v0: i32, v1: i32, turn: i32, low: i32, high: i32): boolean {
  const cc = f64x2.splat(c);
  const ss = f64x2.splat(s);
  // corners 0 and 2, then 1 and 3
  const evenU = f64x2.replace_lane(f64x2.splat(<f64>u0), 1, <f64>u1);
  const oddU = f64x2.replace_lane(f64x2.splat(<f64>u1), 1, <f64>u0);
  const vs = f64x2.replace_lane(f64x2.splat(<f64>v0), 1, <f64>v1);
  const sv = f64x2.mul(ss, vs);
  const cv = f64x2.mul(cc, vs);
  const even0 = f64x2.sub(f64x2.mul(cc, evenU), sv);
  const even1 = f64x2.add(f64x2.mul(ss, evenU), cv);
  const odd0 = f64x2.sub(f64x2.mul(cc, oddU), sv);
  const odd1 = f64x2.add(f64x2.mul(ss, oddU), cv);
  const lineLow = f64x2.splat(<f64>low);
  const lineHigh = f64x2.splat(<f64>high);
  let least = f64x2.splat(Infinity);
  let most = f64x2.splat(-Infinity);
  // sides 0 and 2, then 1 and 3: from a to b along, from ta to tb across
  let a = turn ? even1 : even0;
  let ta = turn ? even0 : even1;
  let b = turn ? odd1 : odd0;
  let tb = turn ? odd0 : odd1;
  for (let pair = 0; pair < 2; pair++) {
    const slope = f64x2.div(f64x2.sub(b, a), f64x2.sub(tb, ta));
    const atLow = f64x2.add(a, f64x2.mul(f64x2.sub(lineLow, ta), slope));
    const atHigh = f64x2.add(a, f64x2.mul(f64x2.sub(lineHigh, ta), slope));
    const aBelow = f64x2.lt(ta, lineLow);
    const bBelow = f64x2.lt(tb, lineLow);
    const aAbove = f64x2.gt(ta, lineHigh);
    const bAbove = f64x2.gt(tb, lineHigh);
    const begin = v128.bitselect(atLow, v128.bitselect(atHigh, a, aAbove), aBelow);
    const end = v128.bitselect(atLow, v128.bitselect(atHigh, b, bAbove), bBelow);
    const beside = v128.or(v128.and(aBelow, bBelow), v128.and(aAbove, bAbove));
    least = f64x2.pmin(least, v128.bitselect(f64x2.splat(Infinity), f64x2.pmin(begin, end), beside));
    most = f64x2.pmax(most, v128.bitselect(f64x2.splat(-Infinity), f64x2.pmax(begin, end), beside));
    const nextS = i64x2.shuffle(a, a, 1, 0);
    const nextT = i64x2.shuffle(ta, ta, 1, 0);
    a = b;
    ta = tb;
    b = nextS;
    tb = nextT;
  }
  const from = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  const to = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (from >= to) return false;
  crossFrom = <i32>floor(from);
  crossTo = <i32>ceil(to);
  return true;
}
