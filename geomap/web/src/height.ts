/** Tells the page around the frame how high this one is, in the words of the hosts that newsrooms use. */

const POLL_MS = 1000;

/**
 * Only numbers and the frame's own address go out, so any host may read them.
 *
 * @returns to be called when the page is as high as it will be, so that the article moves but once
 */
export function tellHeight(): () => void {
  const host = window.parent;
  if (host === window) return () => {};
  document.documentElement.classList.add("geomap-embedded");
  const childId = new URLSearchParams(location.search).get("childId");
  let sizerId: string | null = null;
  let told = -1;
  let settled = false;

  const tell = (again = false): void => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (!settled || (!again && Math.abs(height - told) < 1)) return;
    told = height;
    const post = (message: unknown): void => host.postMessage(message, "*");
    post({ sentinel: "amp", type: "embed-size", height }); // AMP, @newswire/frames
    post({ "datawrapper-height": { [childId ?? "geomap"]: height } }); // Datawrapper
    post(JSON.stringify({ src: location.href, context: "iframe.resize", height })); // Medium, Embedly, Flourish
    if (childId !== null) post(`pymxPYMx${childId}xPYMxheightxPYMx${height}`); // pym.js
    if (sizerId !== null) post(`[iFrameSizer]${sizerId}:${height}:${window.innerWidth}:size`); // iframe-resizer 4
  };

  window.addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
    if (source !== host) return;
    if (typeof data === "string" && data.startsWith("[iFrameSizer]"))
      sizerId = data.slice("[iFrameSizer]".length).split(":")[0] ?? "";
    else if (!(typeof data === "string" && /^pymxPYMx.*xPYMxwidthxPYMx/.test(data)) && !isFramesInit(data)) return;
    tell(true);
  });
  window.addEventListener("load", () => tell(true));
  return () => {
    settled = true;
    new ResizeObserver(() => tell()).observe(document.documentElement);
    // A browser may give a frame outside the window no turn to observe; a timer runs there too.
    setInterval(() => tell(), POLL_MS);
    void document.fonts?.ready.then(() => tell());
    tell();
  };
}

const isFramesInit = (data: unknown): boolean =>
  typeof data === "object" &&
  data !== null &&
  (data as { sentinel?: unknown; type?: unknown }).sentinel === "amp" &&
  (data as { type?: unknown }).type === "frames-init";
