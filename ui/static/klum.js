// What the chat page does besides Gradio: marks open their source, examples ask, copying, dark and light.
"use strict";
(() => {
  const opened = new Set(); // sources that the visitor opened; Gradio writes the conversation anew with each turn
  const judged = new Map(); // answer → what the visitor thinks of it
  const left = new Set(); // answers with a message to the staff
  let newest = "";

  const live = () => document.getElementById("klum-live");

  // What the script says, in the page's language
  const words = (key) => JSON.parse(live()?.dataset.texts ?? "{}")[key] ?? "";

  const say = (text) => {
    if (live()) live().textContent = text;
  };

  const stored = (value) => {
    try {
      if (value !== undefined) localStorage.setItem("klum-theme", value);
      return localStorage.getItem("klum-theme");
    } catch {
      return null; // storage is switched off
    }
  };

  const applyTheme = () => {
    const chosen = stored();
    if (chosen && document.body) document.body.classList.toggle("dark", chosen === "dark");
  };

  const openSource = (id) => {
    const card = document.getElementById(id);
    if (!card) return;
    card.open = true;
    card.querySelector("summary").focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
    card.classList.remove("shown");
    requestAnimationFrame(() => card.classList.add("shown"));
  };

  const ask = (text) => {
    const box = document.querySelector("#question textarea, #question input");
    const send = document.querySelector("button#send, #send button");
    if (!box || !send) return;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => send.click(), 60); // Gradio takes the text over in its next tick
  };

  const copy = async (button) => {
    const text = button.dataset.copy;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages that are not on https or localhost have no clipboard
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = words(done ? "copied" : "not_copied");
    say(button.textContent);
    setTimeout(() => (button.textContent = label), 2000);
  };

  const exportTalk = () => {
    const turns = [...document.querySelectorAll("#klum-talk .turn")].map((turn) => {
      const answer = turn.querySelector("[data-copy]")?.dataset.copy ?? turn.querySelector(".answer")?.innerText ?? "";
      return `${words("asked")} ${turn.querySelector(".ask p")?.innerText ?? ""}\n\n${answer}`;
    });
    const now = new Date();
    const head = `${words("talk")} ${now.toLocaleString(document.documentElement.lang)} ${location.origin}`;
    const file = new Blob([[head, ...turns].join("\n\n----------\n\n") + "\n"], { type: "text/plain" });
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(file),
      download: `klum-${now.toISOString().slice(0, 16).replace(/[T:]/g, "-")}.txt`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(words("saved"));
  };

  const send = async (path, body) => {
    try {
      const headers = { "Content-Type": "application/json" };
      return (await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).ok;
    } catch {
      return false;
    }
  };

  const showJudged = (group) => {
    const kept = judged.get(group.dataset.judge);
    if (!kept) return;
    group.querySelectorAll("[data-verdict]").forEach((button) => {
      const pressed = String(button.dataset.verdict === kept.verdict);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    });
    const reasons = group.querySelector(".reasons");
    const wanted = kept.verdict === "bad" && !kept.reason;
    if (reasons.hidden === wanted) reasons.hidden = !wanted;
  };

  const judge = async (button) => {
    const group = button.closest("[data-judge]");
    const answer = group.dataset.judge;
    const verdict = button.dataset.verdict ?? "bad";
    const reason = button.dataset.reason ?? "";
    const done = await send("/api/feedback", { answer, verdict, reason });
    if (done) judged.set(answer, { verdict, reason });
    showJudged(group);
    say(words(done ? "thanks" : "not_judged"));
    if (done && reason) button.closest("[data-judge]").querySelector("[data-verdict=bad]").focus();
  };

  const showLeft = (form) => {
    if (!left.has(form.dataset.leave)) return;
    form.innerHTML = "";
    const thanks = Object.assign(document.createElement("p"), { textContent: words("left") });
    form.replaceWith(thanks);
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-leave]");
    if (!form) return;
    event.preventDefault();
    const answer = form.dataset.leave;
    const message = form.elements.message.value.trim();
    if (!message) return;
    const done = await send("/api/message", { answer, message, contact: form.elements.contact.value.trim() });
    say(words(done ? "sent" : "not_left"));
    if (done) {
      left.add(answer);
      showLeft(form);
    } else form.querySelector("button").textContent = words("not_left");
  });

  document.addEventListener("click", (event) => {
    const target = event.target.closest(
      "[data-cite], [data-ask], [data-copy], [data-theme-switch], [data-verdict], [data-reason], [data-print], [data-export]"
    );
    if (!target) return;
    event.preventDefault();
    if (target.dataset.cite) openSource(target.dataset.cite);
    else if (target.dataset.ask) ask(target.dataset.ask);
    else if (target.dataset.copy) copy(target);
    else if (target.dataset.verdict || target.dataset.reason) judge(target);
    else if (target.hasAttribute("data-print")) print();
    else if (target.hasAttribute("data-export")) exportTalk();
    else {
      stored(document.body.classList.contains("dark") ? "light" : "dark");
      applyTheme();
    }
  });

  document.addEventListener(
    "toggle",
    (event) => {
      const card = event.target;
      if (card.matches?.(".sources details, details.leave")) opened[card.open ? "add" : "delete"](card.id);
    },
    true
  );

  const follow = () => {
    const turns = document.querySelectorAll("#klum-talk .turn");
    const last = turns[turns.length - 1];
    const save = document.querySelector("[data-export]");
    if (save && save.hidden === Boolean(last)) save.hidden = !last;
    if (!last) {
      newest = "";
      opened.clear();
      return;
    }
    opened.forEach((id) => {
      const card = document.getElementById(id);
      if (card && !card.open) card.open = true;
    });
    document.querySelectorAll("[data-judge]").forEach(showJudged);
    document.querySelectorAll("[data-leave]").forEach(showLeft);
    const state = last.id + (last.classList.contains("waiting") ? "?" : "!");
    if (state === newest) return;
    newest = state;
    last.scrollIntoView({ block: "start" });
    if (state.endsWith("!")) say(last.querySelector(".answer")?.getAttribute("aria-label") ?? "");
  };

  const keepLanguage = () => {
    const page = document.documentElement;
    if (page.dataset.lang && page.lang !== page.dataset.lang) page.lang = page.dataset.lang;
  };

  const start = () => {
    applyTheme();
    keepLanguage();
    // Gradio names the browser's language, whatever the page speaks
    new MutationObserver(keepLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });
    let themed = false;
    new MutationObserver(() => {
      if (!themed && document.getElementById("question")) {
        themed = true; // Gradio follows the system's theme while it mounts
        applyTheme();
      }
      follow();
    }).observe(document.body, { childList: true, subtree: true });
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
