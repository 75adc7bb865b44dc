// SPDX-License-Identifier: Apache-2.0
// Search, filters, colours, the slider of time.
import { legendOf } from "./colours";
import { Data } from "./data";
import { Picture } from "./picture";
import { Colours, Sizes, State } from "./state";
import { bdi, count, day, make, number, percent } from "./words";

function choice(label: string, options: [string, string][], chosen: string, change: (value: string) => void): HTMLElement {
  const select = make("select", {}, ...options.map(([value, text]) =>
    make("option", value === chosen ? { value, selected: "" } : { value }, text))) as HTMLSelectElement;
  select.addEventListener("change", () => change(select.value));
  return make("label", {}, make("span", {}, label), select);
}

export function search(data: Data, go: (member: number) => void): HTMLElement {
  const input = make("input", { type: "search", id: "search", placeholder: "Search a name", autocomplete: "off",
    role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-label": "Search a name" }) as HTMLInputElement;
  const found = make("ul", { id: "found", role: "listbox", "aria-label": "Found" });
  const lower = data.names.map((name) => name.toLowerCase());
  let hits: number[] = [], at = 0;
  const close = (): void => {
    hits = [];
    found.replaceChildren();
    input.setAttribute("aria-expanded", "false");
  };
  const take = (i: number): void => {
    input.value = data.names[i]!;
    close();
    go(i);
  };
  const mark = (): void => Array.from(found.children).forEach((li, k) => li.setAttribute("aria-selected", String(k === at)));
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    close();
    if (wanted === "") return;
    const begins: number[] = [], holds: number[] = [];
    for (let i = 0; i < data.size && begins.length < 8; ++i) {
      if (lower[i]!.startsWith(wanted) || data.ids[i] === input.value.trim()) begins.push(i);
      else if (holds.length < 8 && lower[i]!.includes(wanted)) holds.push(i);
    }
    hits = [...begins, ...holds].slice(0, 8);
    at = 0;
    found.replaceChildren(...hits.map((i) => {
      const li = make("li", { role: "option" }, bdi(data.names[i]!), make("small", {}, ` ${data.ids[i]!}`));
      li.addEventListener("pointerdown", (e) => {
        e.preventDefault();
        take(i);
      });
      return li;
    }));
    if (hits.length === 0) found.replaceChildren(make("li", { class: "none" }, "nobody of that name"));
    input.setAttribute("aria-expanded", "true");
    mark();
  });
  input.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && hits.length > 0) take(hits[at]!);
    else if (e.key === "Escape") close();
    else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      at = Math.max(0, Math.min(hits.length - 1, at + (e.key === "ArrowDown" ? 1 : -1)));
      mark();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  return make("div", { class: "search" }, input, found);
}

export function filters(data: Data, state: State): HTMLElement {
  const clusters = [...data.clusters.keys()].sort((a, b) => data.clusters[b]!.members - data.clusters[a]!.members).slice(0, 200);
  const used = new Map<number, number>();
  for (const t of data.topicOf) if (t < data.topics.length) used.set(t, (used.get(t) ?? 0) + 1);
  const topics = [...used.keys()].sort((a, b) => used.get(b)! - used.get(a)!).slice(0, 200);
  const likely = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
  const out = make("fieldset", { class: "filters" }, make("legend", {}, "Show"),
    choice("who", [["all", "everybody"], ["prospects", "those who are no customers"], ["customers", "customers"], ["list", "the list"]],
      "all", (v) => state.change(() => (state.audience = v as State["audience"]))),
    choice("cluster", [["-1", "all"], ...clusters.map((c): [string, string] => [String(c), data.clusters[c]!.name])],
      "-1", (v) => state.change(() => (state.cluster = Number(v)))),
    choice("topic", [["-1", "all"], ...topics.map((t): [string, string] => [String(t), data.topics[t]!])],
      "-1", (v) => state.change(() => (state.topic = Number(v)))));
  if (data.list.length > 0) {
    out.append(choice("likelihood", likely.map((v): [string, string] => [String(v), v === 0 ? "any" : `at least ${percent(v)}`]),
      "0", (v) => state.change(() => (state.least = Number(v)))));
  }
  return out;
}

export function looks(data: Data, state: State): HTMLElement {
  const legend = make("ul", { class: "legend", "aria-label": "What colours mean" });
  const tell = (): void => legend.replaceChildren(...legendOf(state.colours).map(({ colour, text }) => {
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    dot.setAttribute("viewBox", "0 0 10 10");
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [name, value] of [["cx", "5"], ["cy", "5"], ["r", "4.5"], ["fill", colour]]) circle.setAttribute(name!, value!);
    dot.append(circle);
    return make("li", {}, dot as unknown as Node, text);
  }));
  state.onChange(tell);
  tell();
  const chances: [string, string][] = data.list.length > 0 ? [["likelihood", "likelihood"]] : [];
  return make("fieldset", { class: "looks" }, make("legend", {}, "Look"),
    choice("colour", [["market", "market"], ["cluster", "cluster"], ["level", "activity"], ...chances], state.colours,
      (v) => state.change(() => (state.colours = v as Colours))),
    choice("size", [["ties", "ties"], ...chances, ["same", "all alike"]], state.sizes,
      (v) => state.change(() => (state.sizes = v as Sizes))), legend);
}

// Replays who came, who was tied, who became a customer.
export function timeSlider(data: Data, state: State): HTMLElement | null {
  if (!state.isTimed) return null;
  const input = make("input", { type: "range", id: "time", min: String(state.firstDay), max: String(state.lastDay),
    value: String(state.lastDay), "aria-label": "As of" }) as HTMLInputElement;
  const told = make("output", { for: "time" });
  const play = make("button", { type: "button", id: "play", "aria-label": "Replay" }, "▶");
  const tell = (): void => {
    let here = 0, customers = 0;
    for (let i = 0; i < data.size; ++i) {
      here += state.shown[i]!;
      customers += state.shown[i]! & (state.isCustomer(i) ? 1 : 0);
    }
    told.textContent = `${day(state.day)}: ${count(here, "member", "members")}, ${count(customers, "customer", "customers")}`;
    input.value = String(state.day);
    input.setAttribute("aria-valuetext", told.textContent);
  };
  input.addEventListener("input", () => state.change(() => (state.day = Number(input.value))));
  let timer = 0;
  const stop = (): void => {
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶";
  };
  play.addEventListener("click", () => {
    if (timer !== 0) return stop();
    const step = Math.max(1, Math.round((state.lastDay - state.firstDay) / 120));
    if (state.isNow) state.change(() => (state.day = state.firstDay));
    play.textContent = "❚❚";
    timer = setInterval(() => {
      state.change(() => (state.day = Math.min(state.lastDay, state.day + step)));
      if (state.isNow) stop();
    }, 80);
  });
  state.onChange(tell);
  tell();
  return make("div", { class: "time" }, play, input, told);
}

export function zoomButtons(picture: Picture): HTMLElement {
  const button = (text: string, label: string, act: () => void): HTMLElement => {
    const out = make("button", { type: "button", "aria-label": label, title: label }, text);
    out.addEventListener("click", act);
    return out;
  };
  return make("div", { class: "zoom" }, button("+", "Nearer (+)", () => picture.zoom(1.4)),
    button("−", "Farther (-)", () => picture.zoom(1 / 1.4)), button("⌂", "All (0)", () => picture.fit()));
}

export function summary(data: Data): string {
  const listed = data.list.length > 0 ? ` ${count(data.list.length, "of them is", "of them are")} on the list below.` : "";
  const loose = data.inStrip > 0 ? ` ${count(data.inStrip, "member", "members")} without ties in the strip at the bottom.` : "";
  return `A picture of ${count(data.size, "member", "members")} in ${number(data.clusters.filter((c) => c.members > 0).length)} clusters, with ${count(data.tieA.length, "tie", "ties")}.${loose}${listed} The same is in the tables below.`;
}
