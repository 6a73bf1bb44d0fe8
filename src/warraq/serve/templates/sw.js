"use strict";
/* Keeps on the reader's device what was read there: the last front pages, the articles that were opened, and our own
   files. The line always comes first; what is kept is shown only where there is none. Nothing is fetched ahead. */

const SHELL = {{ shell }};
const OFFLINE = {{ offline }};
const SHELL_NAME = "shell-{{ version }}";
const PAGES_NAME = "pages";
const CHOICES_NAME = "choices";
const MOST_ARTICLES = 60;
const FRONT = /^\/(fr|en)?$/;
const ARTICLE = /^(\/fr|\/en)?\/[a-z0-9-]+\/[1-9][0-9]*$/;
const PICTURE = /^\/(picture|logo)\//;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const shell = await caches.open(SHELL_NAME);
    await shell.addAll([...SHELL, ...Object.values(OFFLINE)]);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("shell-") && name !== SHELL_NAME) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  /* Whether pictures are wanted: a worker cannot read what pages keep in localStorage. */
  if (event.data && "pictures" in event.data) event.waitUntil((async () => {
    const choices = await caches.open(CHOICES_NAME);
    if (event.data.pictures === "none") await choices.put("/pictures", new Response("none"));
    else await choices.delete("/pictures");
  })());
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, address));
  else if (address.pathname.startsWith("/static/")) event.respondWith(file(event.request));
  else if (PICTURE.test(address.pathname)) event.respondWith(picture(event.request));
});

async function page(event, address) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !answer.redirected && (FRONT.test(address.pathname) || ARTICLE.test(address.pathname))) {
      event.waitUntil(keep(address.pathname, answer.clone()));
    }
    return answer;
  } catch (fault) {
    const pages = await caches.open(PAGES_NAME);
    const language = (address.pathname.match(/^\/(fr|en)(?=\/|$)/) || ["", "ar"])[1];
    const kept = await pages.match(address.pathname) || await caches.match(OFFLINE[language]);
    if (!kept) throw fault;
    return kept;
  }
}

async function keep(path, answer) {
  const pages = await caches.open(PAGES_NAME);
  await pages.delete(path);
  await pages.put(path, answer);
  /* In the order in which they were opened: the oldest make room. Front pages stay. */
  const articles = (await pages.keys()).filter((request) => ARTICLE.test(new URL(request.url).pathname));
  for (const request of articles.slice(0, Math.max(0, articles.length - MOST_ARTICLES))) await pages.delete(request);
}

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL_NAME)).put(request, answer.clone());
  return answer;
}

async function picture(request) {
  const choices = await caches.open(CHOICES_NAME);
  if (await choices.match("/pictures")) return new Response(null, { status: 204 });
  return fetch(request);
}
