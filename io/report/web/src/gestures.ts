// SPDX-License-Identifier: Apache-2.0
// What a pointer, fingers, a wheel and keys do to the picture.
import { Picture } from "./picture";

export function listen(picture: Picture, choose: (member: number, cluster: number) => void): void {
  const c = picture.canvas;
  const fingers = new Map<number, [number, number]>();
  let far = 0, moved = 0;
  c.addEventListener("pointerdown", (e) => {
    c.setPointerCapture(e.pointerId);
    fingers.set(e.pointerId, [e.offsetX, e.offsetY]);
    moved = 0;
    far = 0;
  });
  c.addEventListener("pointermove", (e) => {
    const before = fingers.get(e.pointerId);
    if (before === undefined) return;
    moved += Math.abs(e.offsetX - before[0]) + Math.abs(e.offsetY - before[1]);
    fingers.set(e.pointerId, [e.offsetX, e.offsetY]);
    if (fingers.size === 1) {
      picture.pan(e.offsetX - before[0], e.offsetY - before[1]);
      return;
    }
    const [a, b] = [...fingers.values()];
    const now = Math.hypot(a![0] - b![0], a![1] - b![1]);
    if (far > 0) picture.zoom(now / far, (a![0] + b![0]) / 2, (a![1] + b![1]) / 2);
    far = now;
  });
  const end = (e: PointerEvent): void => {
    if (!fingers.delete(e.pointerId) || fingers.size > 0 || moved > 8 || e.type === "pointercancel") return;
    const member = picture.at(e.offsetX, e.offsetY);
    choose(member, member < 0 ? picture.clusterAt(e.offsetX, e.offsetY) : -1);
  };
  c.addEventListener("pointerup", end);
  c.addEventListener("pointercancel", end);
  c.addEventListener("wheel", (e) => {
    e.preventDefault();
    picture.zoom(Math.exp(-e.deltaY * (e.deltaMode === 1 ? 0.05 : 0.0016)), e.offsetX, e.offsetY);
  }, { passive: false });
  c.addEventListener("keydown", (e) => {
    const step = 60;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => picture.pan(step, 0), ArrowRight: () => picture.pan(-step, 0), ArrowUp: () => picture.pan(0, step),
      ArrowDown: () => picture.pan(0, -step), "+": () => picture.zoom(1.3), "=": () => picture.zoom(1.3),
      "-": () => picture.zoom(1 / 1.3), "0": () => picture.fit(), Escape: () => choose(-1, -1),
    };
    const act = keys[e.key];
    if (act === undefined || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    act();
  });
}
