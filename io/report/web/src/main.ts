// SPDX-License-Identifier: Apache-2.0
// Puts the page together.
import { clusterCard, memberCard } from "./card";
import { filters, looks, search, summary, timeSlider, zoomButtons } from "./controls";
import { Data } from "./data";
import { clusterTable, ListTable } from "./list";
import { Picture } from "./picture";
import { State } from "./state";
import { make } from "./words";

function start(): void {
  const data = new Data(JSON.parse(document.getElementById("data")!.textContent!) as Record<string, unknown>);
  const state = new State(data);
  const hint = make("p", { class: "hint" }, data.list.length > 0
    ? "Click somebody in the picture, a cluster, or a line of the list." : "Click somebody in the picture, or a cluster.");
  const panel = make("aside", { id: "panel", "aria-live": "polite", "aria-label": "Who or what is chosen" }, hint);
  const goCluster = (c: number): void => {
    state.change(() => {
      state.chosen = -1;
      state.chosenCluster = c;
    });
    panel.replaceChildren(clusterCard(data, c, go));
    picture.showCluster(c);
  };
  const choose = (member: number, cluster: number): void => {
    state.change(() => {
      state.chosen = member;
      state.chosenCluster = cluster;
    });
    panel.replaceChildren(member >= 0 ? memberCard(data, member, go, goCluster)
      : cluster >= 0 ? clusterCard(data, cluster, go) : hint);
  };
  const go = (member: number): void => {
    choose(member, -1);
    picture.show(member);
    picture.canvas.scrollIntoView({ block: "nearest" });
  };
  const picture = new Picture(data, state, choose);
  picture.canvas.setAttribute("aria-label", summary(data));
  const slider = timeSlider(data, state);
  const app = document.getElementById("app")!;
  app.replaceChildren(
    make("div", { class: "bar" }, search(data, go), looks(data, state), filters(data, state)),
    make("div", { class: "screen" }, make("div", { class: "picture" }, picture.canvas, zoomButtons(picture), ...(slider === null ? [] : [slider])), panel));
  if (data.list.length > 0) app.append(new ListTable(data, state, go).element);
  app.append(clusterTable(data, goCluster));
  document.documentElement.dataset["ready"] = performance.now().toFixed(0);
}

start();
