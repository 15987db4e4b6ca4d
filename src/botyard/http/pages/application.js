"use strict";
// The page around an application: opens it by a form, and answers what its frame asks.
// A frame says "command:JSON:callback:APP_SID", and hears "callback:JSON".
const form = document.getElementById("opening");
const launch = JSON.parse(form.dataset.launch);
const frame = document.querySelector("iframe");
const owner = new URL(form.action).origin;

async function refreshed() {
  const body = new URLSearchParams({ step: "refresh", form_token: launch.form_token });
  const answer = await fetch(location.pathname + location.search, { method: "POST", body });
  if (!answer.ok) {
    return null;
  }
  Object.assign(launch.init, await answer.json());
  const { AUTH_ID, REFRESH_ID, AUTH_EXPIRES } = launch.init;
  return { AUTH_ID, REFRESH_ID, AUTH_EXPIRES };
}

async function keep(method, { name, value }) {
  const body = JSON.stringify({ auth: launch.init.AUTH_ID, options: { [name]: value } });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`/rest/${method}`, { method: "POST", headers, body });
  return answer.ok;
}

const commands = {
  getInitData: () => launch.init,
  refreshAuth: refreshed,
  setAppOption: (asked) => keep("app.option.set", asked),
  setUserOption: (asked) => keep("user.option.set", asked),
  setTitle: ({ title }) => {
    document.getElementById("title").textContent = title;
    return true;
  },
  resizeWindow: ({ height }) => {
    frame.style.minHeight = `${Number(height) || 0}px`;
    return { width: frame.clientWidth, height: frame.clientHeight };
  },
  setScroll: ({ scroll }) => scrollTo(0, Number(scroll) || 0),
  reloadWindow: () => location.reload(),
  setInstallFinish: () => location.reload(),
  closeApplication: () => location.assign("/marketplace/"),
};

async function answer(event) {
  // The frame may have gone on to another place, which must not learn the tokens.
  if (event.source !== frame.contentWindow || event.origin !== owner) {
    return;
  }
  const [command, ...rest] = String(event.data).split(":");
  const sid = rest.pop();
  const callback = rest.pop();
  if (sid !== launch.sid || !callback) {
    return;
  }
  const asked = rest.length ? JSON.parse(rest.join(":")) : {};
  const told = Object.hasOwn(commands, command) ? await commands[command](asked) : null;
  frame.contentWindow.postMessage(`${callback}:${JSON.stringify(told ?? null)}`, owner);
}

addEventListener("message", answer);
form.submit();
