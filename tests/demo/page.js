// Draws what the app posts, and says to the stand-in what is done here. Every text is put in as text, never as markup.
"use strict";

let place = "C-hyoka";
let thread = null;
let drawn = "";
const byId = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick" || name === "onkeydown" || name === "oninput") element[name] = value;
    else if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

async function say(path, said = {}) {
  const response = await fetch(`/demo/${path}`, { method: "POST", body: JSON.stringify(said) });
  const done = await response.json();
  if (path !== "state") setTimeout(refresh, 30);
  return done;
}

// Blocks

function richText(element) {
  const inside = () => element.elements.map((each) => make("span", { class: each.style?.bold ? "bold" : null }, each.text));
  if (element.type === "rich_text_preformatted") return make("div", { class: "pre" }, ...inside());
  if (element.type === "rich_text_list")
    return make("ol", {}, ...element.elements.map((each) => make("li", {}, richText(each))));
  return make("div", { class: "text" }, ...inside());
}

function button(element, press) {
  return make("button", { class: element.style, type: "button", "data-action": element.action_id,
    onclick: () => press(element) }, element.text.text);
}

function contextAction(element, press) {
  if (element.type === "icon_button")
    return make("button", { type: "button", title: element.text.text, "data-action": element.action_id,
      onclick: () => press(element) }, "🗑");
  const sides = [element.positive_button, element.negative_button];
  return make("span", {}, ...sides.map((side) => make("button", { type: "button", "data-action": element.action_id,
    title: side.accessibility_label, onclick: () => press(element, side.value) }, side.text.text)));
}

function dataTable(block) {
  const [head, ...rows] = block.rows;
  const cells = (row, tag) => row.map((cell) => make(tag, {}, cell.text));
  return make("div", { class: "scroll" }, make("table", {}, make("caption", {}, block.caption),
    make("thead", {}, make("tr", {}, ...cells(head, "th"))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells(row, "td"))))));
}

function chart(block) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 520 220");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", block.title);
  const add = (tag, attributes, text) => {
    const element = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    svg.append(element);
  };
  for (const series of block.chart.series) {
    const values = series.data.map((point) => point.value);
    const low = Math.min(...values), span = Math.max(...values) - low || 1;
    const points = values.map((value, at) => [50 + (420 * at) / Math.max(values.length - 1, 1), 170 - (120 * (value - low)) / span]);
    add("polyline", { points: points.join(" "), fill: "none", stroke: "#1f3a5f", "stroke-width": 3 });
    points.forEach(([x, y], at) => {
      add("circle", { cx: x, cy: y, r: 5, fill: "#1f3a5f" });
      add("text", { x, y: y - 12, "text-anchor": "middle", "font-size": 14 }, String(values[at]));
      add("text", { x, y: 205, "text-anchor": "middle", "font-size": 14 }, series.data[at].label);
    });
  }
  const unit = block.chart.axis_config.y_label;
  return make("figure", {}, make("figcaption", {}, block.title + (unit ? `（${unit}）` : "")), svg);
}

function input(block, press) {
  const element = block.element;
  const holder = make("div", { class: "input" }, make("label", {}, block.label.text));
  if (element.type === "static_select") {
    const select = make("select", { "data-block": block.block_id, "data-action": element.action_id });
    for (const option of element.options) select.append(make("option", { value: option.value }, option.text.text));
    select.value = (element.initial_option ?? element.options[0]).value;
    holder.append(select);
  } else if (element.type === "external_select") {
    const options = make("div", { class: "options", hidden: "" });
    const typed = make("input", { placeholder: element.placeholder?.text, "data-block": block.block_id,
      "data-action": element.action_id, oninput: async () => {
        delete typed.dataset.value;
        const found = await say("suggest", { action_id: element.action_id, value: typed.value });
        options.hidden = false;
        options.replaceChildren(...found.map((option) => make("button", { type: "button", onclick: () => {
          typed.value = option.text.text;
          typed.dataset.value = option.value;
          options.hidden = true;
        } }, option.text.text)));
      } });
    holder.append(typed, options);
  } else {
    holder.append(make("input", { placeholder: element.placeholder?.text, "data-action": element.action_id,
      onkeydown: (event) => { if (event.key === "Enter" && !event.isComposing) press(element, event.target.value); } }));
  }
  return holder;
}

const drawings = {
  rich_text: (block) => make("div", {}, ...block.elements.map(richText)),
  section: (block) => make("div", { class: "text" }, block.text.text),
  header: (block) => make("h2", {}, block.text.text),
  divider: () => make("hr"),
  context: (block) => make("div", { class: "context text" }, ...block.elements.map((each) => each.text)),
  actions: (block, press) => make("div", { class: "actions" }, ...block.elements.map((each) => button(each, press))),
  context_actions: (block, press) => make("div", { class: "actions" }, ...block.elements.map((each) => contextAction(each, press))),
  data_table: dataTable,
  data_visualization: chart,
  input,
};

function blocks(list, press) {
  return list.map((block) => make("div", { class: `block ${block.type}` }, drawings[block.type](block, press)));
}

// Messages, home page, modal

function message(each) {
  const press = (element, value) => say("press", { ...each, blocks: undefined, element, value });
  const who = { user: "わたし", bot: "hyotei", private: "hyotei", file: "hyotei" }[each.kind];
  const tools = make("span", { class: "tools" });
  const root = each.thread_ts ?? each.ts;
  if (each.kind !== "private" && each.kind !== "file")
    tools.append(make("button", { type: "button", "data-tool": "reply", onclick: () => answerIn(root) }, "返信"));
  if (each.kind === "user")
    tools.append(make("button", { type: "button", "data-tool": "look-up", onclick: () => say("look-up", each) }, "この発言を調べる"));
  const box = make("article", { class: `message ${each.kind} ${each.thread_ts ? "reply" : ""}`, "data-ts": each.ts }, tools,
    make("span", { class: "who" }, who));
  if (each.kind === "private") box.append(make("span", { class: "note" }, "あなただけに見えています"));
  if (each.kind === "file") {
    const link = `/demo/file/${each.number}`;
    if (each.name.endsWith(".png")) box.append(make("div", {}, make("img", { src: link, alt: each.alternative, width: "480" })));
    box.append(make("a", { href: link, download: each.name }, each.name));
  } else {
    box.append(...(each.blocks.length ? blocks(each.blocks, press) : [make("div", { class: "text" }, each.text)]));
  }
  return box;
}

function inThreads(messages) {
  const roots = messages.filter((each) => !each.thread_ts || !messages.some((other) => other.ts === each.thread_ts));
  return roots.flatMap((root) => [root, ...messages.filter((each) => each !== root && each.thread_ts === root.ts)]);
}

function modal(view) {
  const box = byId("modal");
  box.hidden = !view;
  if (!view) return box.replaceChildren();
  const press = (element, value) => say("press", { view, element, value });
  const errors = make("div", { class: "error" });
  const close = make("button", { type: "button", onclick: () => say("close") }, view.close?.text ?? "閉じる");
  const foot = make("div", { class: "actions" }, close);
  const inside = make("div", {}, make("h2", {}, view.title.text), ...blocks(view.blocks, press), errors, foot);
  if (view.submit)
    foot.append(make("button", { type: "button", class: "primary", onclick: async () => {
      const values = {};
      for (const field of inside.querySelectorAll("[data-block]"))
        values[field.dataset.block] = { [field.dataset.action]: { selected_option: chosen(field) } };
      const answer = await say("submit", { values });
      errors.textContent = Object.values(answer.errors ?? {}).join(" ");
    } }, view.submit.text));
  box.replaceChildren(inside);
}

function chosen(field) {
  const value = field.tagName === "SELECT" ? field.value : field.dataset.value;
  return value ? { value } : null;
}

function answerIn(ts) {
  thread = ts;
  byId("thread").textContent = ts ? "スレッドに返信：" : "";
  byId("text").focus();
}

async function refresh() {
  const state = await say("state");
  const now = JSON.stringify([place, state]);
  if (now === drawn) return;
  const before = drawn ? JSON.parse(drawn) : [null, {}];
  drawn = now;
  if (before[0] !== place || JSON.stringify([before[1].messages, before[1].home]) !== JSON.stringify([state.messages, state.home])) {
    const list = byId("messages");
    if (place === "home") {
      const press = (element, value) => say("press", { view: { type: "home", blocks: [] }, element, value });
      list.replaceChildren(...blocks(state.home?.blocks ?? [], press));
    } else {
      list.replaceChildren(...inThreads(state.messages.filter((each) => each.channel === place)).map(message));
      list.scrollTop = list.scrollHeight;
    }
  }
  byId("composer").hidden = place === "home";
  byId("prompts").replaceChildren(...(place === "D-hyotei" && !state.messages.some((each) => each.channel === place)
    ? state.prompts.map((prompt) => make("button", { type: "button", onclick: () => write(prompt.message) }, prompt.title)) : []));
  if (JSON.stringify(before[1].modal) !== JSON.stringify(state.modal)) modal(state.modal);
}

function write(text) {
  say("write", { channel: place, text, thread_ts: thread });
}

function go(to) {
  place = to;
  answerIn(null);
  for (const each of document.querySelectorAll("[data-place]")) each.setAttribute("aria-current", String(each.dataset.place === to));
  byId("place").textContent = document.querySelector(`[data-place="${to}"]`).textContent;
  byId("text").placeholder = to === "C-hyoka" ? "@hyotei と書いて質問、または /hyotei 質問" : "質問を書く";
  if (to !== "C-hyoka") say("open", { tab: to === "home" ? "home" : "messages" });
  refresh();
}

for (const each of document.querySelectorAll("[data-place]")) each.onclick = () => go(each.dataset.place);
byId("search").onclick = () => say("search");
byId("composer").onsubmit = (event) => {
  event.preventDefault();
  if (byId("text").value.trim()) write(byId("text").value);
  byId("text").value = "";
};
go(place);
setInterval(refresh, 400);
