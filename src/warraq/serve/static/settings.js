"use strict";
/* The page of choices kept on this device, and the list of what can be read here without a line. Nothing is sent. */

(() => {
  const choices = document.querySelector(".choices-here");
  if (!choices) return;
  const muted = () => device.get("muted").split(" ").filter(Boolean);
  const saved = document.querySelector("#saved");
  const said = saved.dataset.said;

  for (const field of choices.querySelectorAll("input")) {
    if (field.name === "muted") field.checked = muted().includes(field.value);
    else field.checked = field.value === (device.get(field.name) || "");
  }
  choices.addEventListener("change", (event) => {
    const { name, value } = event.target;
    if (name === "muted") {
      device.set("muted", [...choices.querySelectorAll("[name=muted]:checked")].map((field) => field.value).join(" "));
    } else {
      device.set(name, value);
      if (["scheme", "size"].includes(name)) {
        if (value) root.dataset[name] = value; else delete root.dataset[name];
      }
      if (name === "pictures") {
        if (value === "none") root.dataset.pictures = value; else delete root.dataset.pictures;
        const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
        if (worker) worker.postMessage({ pictures: value });
      }
    }
    saved.textContent = said;
  });
})();

(async () => {
  const list = document.querySelector("#kept");
  if (!list || !window.caches) return;
  const forget = document.querySelector("#forget");
  const fill = async () => {
    const pages = await caches.open("pages");
    const items = [];
    for (const request of (await pages.keys()).reverse()) {
      const page = new DOMParser().parseFromString(await (await pages.match(request)).text(), "text/html");
      const heading = page.querySelector("h1");
      const link = document.createElement("a");
      link.href = new URL(request.url).pathname;
      link.textContent = heading ? heading.textContent.trim() : page.title;
      link.lang = (heading && heading.lang) || page.documentElement.lang;
      link.dir = (heading && heading.dir) || page.documentElement.dir;
      const item = document.createElement("li");
      item.append(link);
      items.push(item);
    }
    list.replaceChildren(...items);
    for (const part of document.querySelectorAll("[data-when-kept]")) part.hidden = !items.length;
    for (const part of document.querySelectorAll("[data-when-none-kept]")) part.hidden = items.length > 0;
  };
  if (forget) forget.addEventListener("click", async () => {
    await caches.delete("pages");
    await fill();
  });
  await fill();
})();
