// SPDX-License-Identifier: Apache-2.0
// The list, to be sorted and taken along; everybody shown in the picture, as a table.
import { Data, ListRow } from "./data";
import { State } from "./state";
import { bdi, make, number, percent } from "./words";

interface ListColumn {
  head: string;
  key: (row: ListRow) => number | string;
  text: (row: ListRow) => string;
}

const COLUMNS: ListColumn[] = [
  { head: "#", key: (r) => r.rank, text: (r) => String(r.rank) },
  { head: "Who", key: (r) => (r.member_name ?? r.member).toLowerCase(), text: (r) => r.member_name ?? r.member },
  { head: "Likelihood", key: (r) => -r.likelihood, text: (r) => percent(r.likelihood) },
  { head: "from", key: (r) => -r.likelihood_low, text: (r) => percent(r.likelihood_low) },
  { head: "to", key: (r) => -r.likelihood_high, text: (r) => percent(r.likelihood_high) },
  { head: "Access", key: (r) => -(r.access ?? 0), text: (r) => percent(r.access ?? 0) },
  { head: "Through", key: (r) => (r.through_names ?? []).join(" ").toLowerCase(), text: (r) => (r.through_names ?? []).join(" → ") },
  { head: "Worth", key: (r) => -r.worth, text: (r) => number(r.worth) },
];

function cell(text: string): string {
  // What a spreadsheet would take for a formula is a text.
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function csvOf(list: ListRow[]): string {
  const fields: (keyof ListRow)[] = ["rank", "member", "member_name", "likelihood", "likelihood_low", "likelihood_high",
    "with_contact", "access", "through", "through_names", "resource", "resource_name", "url", "worth", "worth_low",
    "reasons", "counterfactual"];
  const lines = [fields.join(",")];
  for (const row of list) {
    lines.push(fields.map((f) => {
      const value = row[f];
      return cell(Array.isArray(value) ? value.join(f === "reasons" ? "; " : " > ") : String(value ?? ""));
    }).join(","));
  }
  return lines.join("\r\n") + "\r\n";
}

export class ListTable {
  readonly element: HTMLElement;
  private readonly body = make("tbody");
  private by = 0;
  private down = false;

  constructor(private readonly data: Data, private readonly state: State, go: (member: number) => void) {
    const heads = COLUMNS.map((column, at) => {
      const button = make("button", { type: "button" }, column.head);
      button.addEventListener("click", () => {
        this.down = this.by === at && !this.down;
        this.by = at;
        this.fill();
        heads.forEach((h, k) => h.setAttribute("aria-sort", k !== at ? "none" : this.down ? "descending" : "ascending"));
      });
      return make("th", { scope: "col", "aria-sort": at === 0 ? "ascending" : "none" }, button);
    });
    const table = make("table", {}, make("caption", {}, "The list: the same people as in the picture's blue"),
      make("thead", {}, make("tr", {}, ...heads)), this.body);
    this.body.addEventListener("click", (e) => {
      const row = (e.target as HTMLElement).closest("tr");
      if (row !== null) go(Number(row.dataset["at"]));
    });
    const save = make("button", { type: "button", id: "save" }, "Download the list (CSV)");
    save.addEventListener("click", () => {
      const url = URL.createObjectURL(new Blob(["\ufeff", csvOf(data.list)], { type: "text/csv" }));
      const link = make("a", { href: url, download: `${data.name.replace(/[^\w.-]+/g, "_")}.csv` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    });
    this.element = make("section", { id: "list", "aria-label": "The list" }, make("h2", {}, "Whom to meet next"), save,
      make("div", { class: "scroll" }, table));
    state.onChange(() => this.mark());
    this.fill();
  }

  private fill(): void {
    const column = COLUMNS[this.by]!;
    const rows = [...this.data.list].sort((a, b) => {
      const [x, y] = [column.key(a), column.key(b)];
      return (x < y ? -1 : x > y ? 1 : a.rank - b.rank) * (this.down ? -1 : 1);
    });
    this.body.replaceChildren(...rows.map((row) => {
      const at = this.data.memberOf.get(row.member)!;
      return make("tr", { "data-at": String(at) }, ...COLUMNS.map((c, k) => k === 1
        ? make("th", { scope: "row" }, make("button", { type: "button", class: "link" }, bdi(c.text(row))))
        : make("td", { class: k === 6 ? "text" : "n" }, k === 6 ? bdi(c.text(row)) : c.text(row))));
    }));
    this.mark();
  }
  private mark(): void {
    for (const row of Array.from(this.body.children) as HTMLElement[]) {
      row.classList.toggle("chosen", Number(row.dataset["at"]) === this.state.chosen);
      row.hidden = this.state.shown[Number(row.dataset["at"])] === 0;
    }
  }
}


// The clusters, as a table: what the picture shows of them.
export function clusterTable(data: Data, go: (c: number) => void): HTMLElement {
  const order = [...data.clusters.keys()].filter((c) => data.clusters[c]!.members > 0)
    .sort((a, b) => (data.clusters[b]!.expected ?? -1) - (data.clusters[a]!.expected ?? -1) || a - b);
  const most = 100;
  const rows = order.slice(0, most).map((c) => {
    const k = data.clusters[c]!;
    const name = make("button", { type: "button", class: "link" }, k.name);
    name.addEventListener("click", () => go(c));
    return make("tr", {}, make("th", { scope: "row" }, name), make("td", { class: "n" }, k.members.toLocaleString("en")),
      make("td", { class: "n" }, k.customers.toLocaleString("en")),
      make("td", { class: "n" }, k.expected === undefined ? "" : `${number(k.expected)} (${number(k.low!)} to ${number(k.high!)})`),
      make("td", {}, k.edge === true ? "edge" : ""));
  });
  const heads = ["Cluster", "Members", "Customers", "To expect", ""].map((h) => make("th", { scope: "col" }, h));
  return make("section", { id: "clusters", "aria-label": "Clusters" }, make("h2", {}, "Clusters"), make("div", { class: "scroll" },
    make("table", {}, make("caption", {}, order.length > most ? `The first ${most} of ${order.length}` : "All of them"),
      make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows))));
}
