// SPDX-License-Identifier: Apache-2.0
// The page to explore in a real browser: node explore_test.mjs PULLGRAPH. Needs Debian's chromium
// and `npm ci` in io/report/web; without them it says so and ends with 77 (skipped).
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, cpSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pullgraph = process.argv[2];
const web = join(dirname(fileURLToPath(import.meta.url)), "../../io/report/web");
const CHROMIUM = "/usr/bin/chromium";
const skip = (why) => {
  console.error(`SKIPPED: explore_test: ${why}`);
  process.exit(77);
};
if (!existsSync(CHROMIUM)) skip("no chromium here (package chromium)");
if (!existsSync(join(web, "node_modules/playwright-core"))) skip("no playwright-core here (npm ci in io/report/web)");
const { chromium } = await import(join(web, "node_modules/playwright-core/index.mjs"));

const folder = mkdtempSync(join(tmpdir(), "explore-"));
const run = (...words) => execFileSync(pullgraph, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
const path = (name) => join(folder, name);
const browser = await chromium.launch({ executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"] });

// Opens a page that must complain of nothing and ask nobody.
async function open(file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.troubles = [];
  page.on("console", (m) => m.type() === "error" && page.troubles.push(m.text()));
  page.on("pageerror", (e) => page.troubles.push(e.message));
  page.on("dialog", (d) => (page.troubles.push("dialog"), d.dismiss()));
  page.on("request", (r) => r.url().startsWith("file:") || r.url().startsWith("blob:") || page.troubles.push(r.url()));
  await page.goto(`file://${file}`);
  await page.waitForFunction(() => document.documentElement.dataset.ready !== undefined);
  await drawn(page);
  return page;
}
async function drawn(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
async function close(page) {
  assert.deepEqual(page.troubles, []);
  await page.context().close();
}
// Pixels of the canvas: how many there are of each of some colours, and of how many colours.
const pixels = (page) => page.evaluate(() => {
  const canvas = document.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  let vermilion = 0, blue = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
    colours.add((r << 16) | (g << 8) | b);
    vermilion += Math.abs(r - 213) < 8 && Math.abs(g - 94) < 8 && b < 8 ? 1 : 0;
    blue += r < 8 && Math.abs(g - 114) < 8 && Math.abs(b - 178) < 8 ? 1 : 0;
  }
  return { colours: colours.size, vermilion, blue };
});
const rowsOf = (csv) => {
  const [head, ...lines] = csv.replace(/^\ufeff/, "").trim().split(/\r?\n/);
  const names = head.split(",");
  const cells = (line) => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map((m) => m[1].replace(/^"|"$/g, "").replace(/""/g, '"'));
  return lines.map((line) => Object.fromEntries(cells(line).map((value, i) => [names[i], value])));
};

const tests = {
  async "says what the command says"() {
    const page = await open(path("c.html"));
    const listed = rowsOf(run("rank", path("c.pull"), "--format", "csv"));
    const shown = await page.$$eval("#list tbody th", (cells) => cells.map((c) => c.textContent));
    assert.deepEqual(shown, listed.map((row) => row.member_name));
    const told = await page.textContent("output");
    assert.match(told, /2025-12-31: 600 members, \d+ customers/);
    const customers = Number(/([\d,]+) customers/.exec(told)[1].replace(",", ""));
    const info = rowsOf(run("info", path("c.pull"), "--format", "csv"));
    assert.equal(customers, Number(info.find((row) => row.what === "customers").count));
    const clusters = rowsOf(run("edges", path("c.pull"), "--min-size", "1", "--limit", "1000", "--format", "csv"));
    const names = await page.$$eval("#clusters tbody th", (cells) => cells.map((c) => c.textContent));
    for (const row of clusters.slice(0, 10)) assert.ok(names.includes(row.name), row.name);
    await close(page);
  },

  async "draws, and the path lights up"() {
    const page = await open(path("c.html"));
    const before = await pixels(page);
    assert.ok(before.colours > 20 && before.blue > 20, JSON.stringify(before));
    await page.click("#list tbody tr:nth-child(1) button");
    await drawn(page);
    const after = await pixels(page);
    assert.ok(after.vermilion > before.vermilion + 50, JSON.stringify([before, after]));
    const listed = rowsOf(run("rank", path("c.pull"), "--format", "csv"))[0];
    const card = page.locator(".card");
    assert.equal(await card.getAttribute("data-member"), listed.member);
    const text = await card.textContent();
    for (const name of listed.through_names.split(" > ")) assert.ok(text.includes(name), name);
    for (const reason of listed.reasons.split("; ")) assert.ok(text.includes(reason), reason);
    assert.ok(text.includes(listed.counterfactual));
    await page.click("summary");
    assert.match(await page.inputValue(".draft"), /introduce us/);
    await close(page);
  },

  async "search, by name and by keys"() {
    const page = await open(path("c.html"));
    await page.fill("#search", "member 57");
    assert.ok((await page.locator("#found li").count()) > 1);
    await page.press("#search", "ArrowDown");
    const wanted = await page.locator('#found li[aria-selected="true"] bdi').textContent();
    await page.press("#search", "Enter");
    assert.equal(await page.textContent(".card h2"), wanted);
    await page.fill("#search", "nobody at all");
    assert.equal(await page.textContent("#found"), "nobody of that name");
    await close(page);
  },

  async "filters, colours and time"() {
    const page = await open(path("c.html"));
    const count = async () => Number(/: ([\d,]+) members?/.exec(await page.textContent("output"))[1].replace(",", ""));
    await page.selectOption(".filters label:nth-of-type(1) select", "list");
    assert.equal(await count(), 20);
    await page.selectOption(".filters label:nth-of-type(1) select", "customers");
    assert.equal(await page.locator("#list tbody tr:not([hidden])").count(), 0);
    await page.selectOption(".filters label:nth-of-type(1) select", "all");
    await page.selectOption(".filters label:nth-of-type(3) select", { index: 1 });
    const some = await count();
    assert.ok(some > 0 && some < 600);
    await page.selectOption(".filters label:nth-of-type(3) select", "-1");
    for (const colours of ["cluster", "level", "likelihood", "market"]) {
      await page.selectOption(".looks label:nth-of-type(1) select", colours);
      await drawn(page);
      assert.ok((await page.locator(".legend li").count()) >= 1);
      assert.ok((await pixels(page)).colours > 20);
    }
    const all = await count();
    await page.locator("#time").evaluate((input) => {
      input.value = String((Number(input.min) + Number(input.max)) / 2);
      input.dispatchEvent(new Event("input"));
    });
    assert.ok((await count()) < all);
    await page.click("#play");
    await page.waitForFunction(() => document.getElementById("play").textContent === "▶");
    assert.equal(await count(), all);
    await close(page);
  },

  async "sorts, and downloads the same list"() {
    const page = await open(path("c.html"));
    const likelihoods = () => page.$$eval("#list tbody td:nth-child(3)", (cells) => cells.map((c) => parseFloat(c.textContent)));
    await page.click("#list thead th:nth-child(3) button");
    assert.equal(await page.getAttribute("#list thead th:nth-child(3)", "aria-sort"), "ascending");
    const down = await likelihoods();
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    await page.click("#list thead th:nth-child(3) button");
    const up = await likelihoods();
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
    const got = rowsOf(readFileSync(await download.path(), "utf8"));
    const wanted = rowsOf(run("rank", path("c.pull"), "--format", "csv"));
    assert.equal(got.length, wanted.length);
    got.forEach((row, i) => {
      assert.equal(row.member, wanted[i].member);
      assert.ok(Math.abs(row.likelihood - wanted[i].likelihood) < 1e-5);
      assert.equal(row.through, wanted[i].through);
    });
    await close(page);
  },

  async "keys move the picture, a click chooses"() {
    const page = await open(path("c.html"));
    const frames = () => page.locator("canvas").evaluate((c) => Number(c.dataset.frames));
    await page.focus("canvas");
    for (const key of ["ArrowLeft", "ArrowDown", "+", "-", "0"]) {
      const before = await frames();
      await page.keyboard.press(key);
      await drawn(page);
      assert.ok((await frames()) > before, key);
    }
    const box = await page.locator("canvas").boundingBox();
    let found = false;
    for (let x = 0.2; x < 0.8 && !found; x += 0.05) {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * 0.5);
      found = (await page.locator(".card").count()) > 0;
    }
    assert.ok(found);
    await page.focus("canvas");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".card").count(), 0);
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.wheel(0, -300);
    await drawn(page);
    await close(page);
  },

  async "fits a phone, by touch, and the dark"() {
    const page = await open(path("c.html"), { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true, isMobile: true });
    const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(sizes[0] <= sizes[1], JSON.stringify(sizes));
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(22, 22, 22)");
    await page.tap("#list tbody tr:nth-child(2) button");
    assert.equal(await page.locator(".card").count(), 1);
    await close(page);
  },

  async "prints, and reads without a script"() {
    const page = await open(path("c.html"));
    assert.ok((await page.pdf()).length > 20000);
    await close(page);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`file://${path("c.html")}`);
    assert.ok((await plain.textContent("noscript, main")).includes("Whom to meet next"));
    await context.close();
  },

  async "everything in the picture is in a table or a card"() {
    const page = await open(path("c.html"));
    assert.match(await page.getAttribute("canvas", "aria-label"), /600 members in \d+ clusters/);
    for (const button of await page.$$("button, select, input")) {
      const name = await button.evaluate((e) => e.getAttribute("aria-label") || e.textContent || e.closest("label")?.textContent || e.title);
      assert.ok(name.trim(), await button.evaluate((e) => e.outerHTML));
    }
    await close(page);
  },

  async "its policy stops what is not its own"() {
    const page = await open(path("c.html"));
    const stopped = await page.evaluate(() => new Promise((done) => {
      document.addEventListener("securitypolicyviolation", (e) => done(e.violatedDirective));
      const script = document.createElement("script");
      script.textContent = "window.intruded = true";
      document.body.append(script);
      setTimeout(() => done("nothing"), 2000);
    }));
    assert.match(stopped, /^script-src/);
    assert.equal(await page.evaluate(() => window.intruded), undefined);
    await page.evaluate(() => fetch("https://example.org/").then(() => (window.fetched = true), () => {}));
    assert.equal(await page.evaluate(() => window.fetched), undefined);
    page.troubles = page.troubles.filter((t) => !/Content Security Policy|example.org/.test(t));
    await close(page);
    const html = readFileSync(path("c.html"), "utf8");
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)[1];
    assert.ok(html.includes(`script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`));
    assert.ok(!/https?:\/\/(?!www\.w3\.org)/.test(script));
  },

  async "names are texts"() {
    const hostile = ["</script><img src=x onerror=alert(1)>", "<b>bold</b> & \"quoted\"", "שלום עולם", "😀 emoji 👩‍👩‍👧", "=1+1"];
    const rows = hostile.map((name, i) => ({ member: { id: `m${i}`, display_name: name } }));
    for (let i = 1; i < hostile.length; ++i) rows.push({ tie: { from: "m0", to: `m${i}`, at: [String(1.7e15 + i * 1e12)] } });
    rows.push({ market: { id: "c", name: "<i>c</i>" } }, { membership: { market: "c", member: "m0", status: "MARKET_STATUS_CUSTOMER" } });
    writeFileSync(path("h.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    run("import", "rows", path("h.jsonl"), "-o", path("h.pull"));
    run("report", path("h.pull"), "--explore", "-o", path("h.html"));
    const page = await open(path("h.html"));
    for (const name of hostile) {
      await page.fill("#search", name.slice(0, 8));
      await page.press("#search", "Enter");
      assert.equal(await page.textContent(".card h2"), name);
    }
    assert.equal(await page.locator("img, .card b").count(), 0);
    await close(page);
  },

  async "of anonymised data it holds no id"() {
    run("anonymise", path("c.pull"), "--key", path("key.txt"), "-o", path("a.pull"));
    run("report", path("a.pull"), "--explore", "-o", path("a.html"));
    const html = readFileSync(path("a.html"), "utf8");
    for (const text of ["Member ", '"m17"', "Resource ", "topic 3"]) assert.ok(!html.includes(text), text);
    const page = await open(path("a.html"));
    await close(page);
  },

  async "works where there is no customer, no tie, nobody"() {
    for (const [name, text] of [["n0", "a,b\nb,c\n"], ["n1", "a,a\n"]]) {
      writeFileSync(path(`${name}.csv`), text);
      run("import", "edges", path(`${name}.csv`), "-o", path(`${name}.pull`));
      run("report", path(`${name}.pull`), "--explore", "-o", path(`${name}.html`));
      const page = await open(path(`${name}.html`));
      assert.match(await page.textContent("header"), /There is no list/);
      await close(page);
    }
  },

  async "what is kept is what npm builds"() {
    if (!existsSync(join(web, "node_modules/.bin/esbuild"))) return console.log("   (no esbuild here: not asked)");
    const copy = path("web");
    cpSync(web, copy, { recursive: true, filter: (from) => !from.includes("node_modules") });
    symlinkSync(join(web, "node_modules"), join(copy, "node_modules"));
    const built = spawnSync("npm", ["run", "build"], { cwd: copy, encoding: "utf8" });
    assert.equal(built.status, 0, built.stdout + built.stderr);
    for (const file of ["dist/explore.js", "dist/explore.css"]) {
      assert.ok(readFileSync(join(copy, file)).equals(readFileSync(join(web, file))), `${file}: npm run build`);
    }
  },
};

// Frames a second while the picture is dragged in loops, and while it is zoomed in and out.
async function frames(page, zoom) {
  return page.evaluate(async (zoom) => {
    const canvas = document.querySelector("canvas"), { left, top, width, height } = canvas.getBoundingClientRect();
    const pointer = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type,
      { pointerId: 1, bubbles: true, clientX: left + x * width, clientY: top + y * height }));
    canvas.setPointerCapture = () => {}; // No such pointer exists.
    const first = Number(canvas.dataset.frames), begun = performance.now();
    if (!zoom) pointer("pointerdown", 0.5, 0.5);
    for (let i = 0; performance.now() - begun < 1500; ++i) {
      if (zoom) {
        canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: i % 80 < 40 ? -30 : 30, clientX: left + width / 2,
          clientY: top + height / 2, bubbles: true, cancelable: true }));
      } else {
        pointer("pointermove", 0.5 + 0.25 * Math.sin(i / 25), 0.5 + 0.25 * Math.sin(i / 19));
      }
      await new Promise((next) => requestAnimationFrame(next));
    }
    if (!zoom) pointer("pointercancel", 0.5, 0.5);
    return Math.round(((Number(canvas.dataset.frames) - first) * 1000) / (performance.now() - begun));
  }, zoom);
}

let failed = 0;
try {
  run("generate", "community", "--members", "600", "--ties", "2500", "--signals", "6000", "--conversions", ".04", "-o", path("c.pull"));
  run("report", path("c.pull"), "--explore", "-o", path("c.html"));
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`ok   ${name}`);
    } catch (error) {
      ++failed;
      console.log(`FAIL ${name}\n${error.stack}`);
    }
  }
  // Told, not judged: it depends on the machine.
  const page = await open(path("c.html"));
  console.log(`ready after ${await page.evaluate(() => document.documentElement.dataset.ready)} ms; frames a second: ${await frames(page, false)} dragged, ${await frames(page, true)} zoomed`);
  await close(page);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
