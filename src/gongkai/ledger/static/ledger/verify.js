// Checks a document against the transparency log in the reader's own browser. No library: WebCrypto only.
// <div data-verify="/items/…/evidence.json"> checks the document; <… data-verify-file="…"> checks an attachment.
// <… data-verified="title"> shows a part of the content on the same page: what is read must be what was logged.

const encoder = new TextEncoder();

/** Canonical JSON (RFC 8785): sorted names, ECMAScript's own strings and numbers, no spaces. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

export async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const unbase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const same = (one, other) => hex(one) === hex(other);

const parent = (left, right) => sha256(Uint8Array.of(1), left, right);

/** The root to which an audit path leads (RFC 9162, 2.1.3.2), or null if the path has the wrong length. */
export async function rootFrom(leaf, index, size, path) {
  let [value, first, last] = [leaf, BigInt(index), BigInt(size) - 1n];
  if (first > last) return null;
  for (const sibling of path) {
    if (last === 0n) return null;
    if (first & 1n || first === last) {
      value = await parent(sibling, value);
      while (first !== 0n && !(first & 1n)) [first, last] = [first >> 1n, last >> 1n];
    } else {
      value = await parent(value, sibling);
    }
    [first, last] = [first >> 1n, last >> 1n];
  }
  return last === 0n ? value : null;
}

/** Read c2sp.org/tlog-proof@v1. */
export function readProof(text) {
  const cut = text.indexOf("\n\n");
  const lines = text.slice(0, cut).split("\n");
  if (cut < 0 || lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Error("证明文件的格式不对");
  if (lines[0].startsWith("extra ")) lines.shift();
  const index = Number(lines.shift().replace(/^index /, ""));
  const note = text.slice(cut + 2);
  const end = note.lastIndexOf("\n\n");
  const body = note.slice(0, end + 1);
  const [origin, size, root] = body.split("\n");
  return {
    index, path: lines.map(unbase64), body, origin, size: Number(size), root: unbase64(root),
    signatures: note.slice(end + 2).split("\n").filter(Boolean).map(readSignature),
  };
}

function readSignature(line) {
  const [, name, encoded] = line.match(/^— (\S+) (\S+)$/) || [];
  if (!name) throw new Error("签名行的格式不对");
  const raw = unbase64(encoded);
  return { name, id: hex(raw.slice(0, 4)), signature: raw.slice(4) };
}

/** Read public keys, one a line: name+id+base64 of 01 and 32 bytes. */
function readKeys(text) {
  return text.trim().split("\n").map((line) => {
    const [name, id, ...rest] = line.split("+");
    return { name, id, raw: unbase64(rest.join("+")).slice(1) };
  });
}

/** true, false, or null where this browser cannot check Ed25519 signatures. */
async function isSigned(proof, keys) {
  for (const { name, id, signature } of proof.signatures) {
    const key = keys.find((each) => each.name === name && each.id === id && name === proof.origin);
    if (!key) continue;
    try {
      const usable = await crypto.subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
      return await crypto.subtle.verify({ name: "Ed25519" }, usable, signature, encoder.encode(proof.body));
    } catch {
      return null;
    }
  }
  return false;
}

async function load(address) {
  const response = await fetch(address, { headers: { Accept: "*/*" } });
  if (response.status === 404 && address.includes("/proofs/")) throw new Error("本文件刚刚公开，尚未列入已签署的检查点，请稍后再试");
  if (response.status === 404) throw new Error("没有找到这个索引号的公开信息，请核对");
  if (response.status === 410) throw new Error("这份信息已经撤回，不再公开");
  if (!response.ok) throw new Error(`无法取得 ${address}（${response.status}）`);
  return response;
}

const SIGNED = {
  true: [true, "检查点由公布的密钥签名"],
  false: [false, "检查点没有公布的密钥的有效签名"],
  null: [null, "此浏览器不能核对 Ed25519 签名，这一步未核对；其余各步已核对。请换用新版浏览器或 gongkai verify 命令"],
};

const plain = (text) => text.replace(/\s+/g, "");

/** The words of one part of the content; its body is HTML. */
function wordsOf(content, name) {
  const text = String(content[name] ?? "");
  return name === "body" ? new DOMParser().parseFromString(text, "text/html").body.textContent : text;
}

/** Compare what this page shows with the content; yields nothing on a page that shows none of it. */
function* shown(content) {
  const places = [...document.querySelectorAll("[data-verified]")];
  const wrong = places.find((place) => plain(place.textContent) !== plain(wordsOf(content, place.dataset.verified)));
  if (places.length) {
    yield wrong
      ? [false, `本页显示的内容与核验数据不一致：“${plain(wrong.textContent).slice(0, 20)}…”`]
      : [true, "本页显示的标题和正文与核验数据逐字一致"];
  }
}

/** Run every check; yield [true | false | null, sentence] as each is done. */
export async function* verify(address) {
  if (!globalThis.crypto?.subtle) throw new Error("浏览器只在安全连接（https）下提供核验所需的功能");
  const evidence = await (await load(address)).json();
  const proof = readProof(await (await load(`/ledger/proofs/${evidence.index}.tlog-proof`)).text());
  const keys = readKeys(await (await load("/ledger/key")).text());
  yield* shown(evidence.content);
  const digest = hex(await sha256(unhex(evidence.salt), encoder.encode(canonical(evidence.content))));
  yield digest === evidence.leaf.content
    ? [true, `文件内容的摘要值与日志条目一致（${digest.slice(0, 16)}…）`]
    : [false, "文件内容与日志条目所载的摘要值不一致：内容已被改动"];
  const leaf = await sha256(Uint8Array.of(0), encoder.encode(canonical(evidence.leaf)));
  yield [true, `日志条目的散列值为 ${hex(leaf).slice(0, 16)}…，登记时间 ${evidence.leaf.time}`];
  const root = proof.index === evidence.index && (await rootFrom(leaf, proof.index, proof.size, proof.path));
  yield root && same(root, proof.root)
    ? [true, `日志共 ${proof.size} 条，本文件是其中第 ${proof.index} 条（从 0 起）`]
    : [false, "由条目算不出检查点的根散列值：条目不在日志之中，或已被改动"];
  yield SIGNED[String(await isSigned(proof, keys))];
}

function strings(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(strings) : [];
}

async function* verifyFile(address, file) {
  const sum = hex(await sha256(new Uint8Array(await file.arrayBuffer())));
  const evidence = await (await load(address)).json();
  yield strings(evidence.content).includes(sum)
    ? [true, `${file.name} 的 SHA-256（${sum.slice(0, 16)}…）列于所公开的内容之中`]
    : [false, `所公开的内容中没有 SHA-256 为 ${sum} 的文件：${file.name} 不是该页面的附件，或已被改动`];
  yield* verify(address);
}

const MARKS = { true: "✓ 通过", false: "✗ 未通过", null: "— 未核对" };

/** Show steps one by one below ``place``, and a summary that assistive technology reads out. */
async function show(place, steps) {
  const list = document.createElement("ol");
  list.className = "timeline";
  const summary = document.createElement("p");
  summary.setAttribute("role", "status");
  place.querySelectorAll(":scope > [data-result]").forEach((old) => old.remove());
  [list, summary].forEach((each) => (each.dataset.result = ""));
  place.append(list, summary);
  const results = [];
  try {
    for await (const [good, sentence] of steps) {
      const line = document.createElement("li");
      line.textContent = `${MARKS[good]}　${sentence}`;
      list.append(line);
      results.push(good);
    }
    conclude(summary, results);
  } catch (error) {
    summary.className = "notice notice-warn";
    summary.textContent = `未能完成核验：${error.message}`;
  }
}

function conclude(summary, results) {
  const [tone, sentence] = results.includes(false)
    ? ["bad", "核验未通过"]
    : results.includes(null)
      ? ["warn", "除签名外均已通过，签名未能在此浏览器中核对"]
      : ["ok", "核验通过：内容与公开时完全一致"];
  summary.className = `notice notice-${tone}`;
  summary.textContent = sentence;
}

function attach(place) {
  const button = place.querySelector("button") || place.appendChild(document.createElement("button"));
  place.classList.add("stack");
  button.type = "button";
  button.classList.add("button");
  button.textContent ||= "在浏览器中核验";
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await show(place, verify(place.dataset.verify));
    button.disabled = false;
  });
}

function attachFile(place) {
  place.hidden = false;
  const input = place.querySelector("input[type=file]");
  input.addEventListener("change", () => input.files[0] && show(place, verifyFile(place.dataset.verifyFile, input.files[0])));
}

globalThis.document?.querySelectorAll("[data-verify]").forEach(attach);
globalThis.document?.querySelectorAll("[data-verify-file]").forEach(attachFile);
