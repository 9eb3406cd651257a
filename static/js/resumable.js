// A large file, piece by piece, by the tus protocol: what has come stays there when the line is lost, the page is
// loaded again or the server starts anew. Asked for by upload.js with the first file that is large; see decision record
// "Large files come by tus".

const PIECE = 4 * 1024 * 1024;
const RETRIES = [0, 1000, 3000, 5000, 10000, 20000]; // milliseconds; anew after each piece that came

let loading;
const client = (address) => {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", done);
    script.addEventListener("error", () => {
      loading = undefined;
      fail(new Error(address));
    });
    document.head.append(script);
  });
  return loading;
};

// The SHA-256 of a file in hexadecimal, where the browser offers it (by TLS, or on the machine itself); else "".
export const hashOf = async (file) => {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

// Begins or, with `resume` (the address of an earlier upload), goes on. Gives what can stop it: abort(true) throws away.
export const send = async ({ file, addresses, resume, unit, onAddress, onProgress, onFail, onWhole }) => {
  await client(addresses.client);
  const upload = new window.tus.Upload(file, {
    endpoint: addresses.url,
    uploadUrl: resume,
    chunkSize: PIECE,
    retryDelays: RETRIES,
    storeFingerprintForResuming: false,
    headers: { "HX-Request": "true" },
    metadata: { filename: file.name, changed: String(file.lastModified), unit },
    onUploadUrlAvailable: () => onAddress(upload.url),
    onProgress,
    onSuccess: () => onWhole(upload.url),
    onError: (error) => {
      const answer = error.originalResponse;
      const isOut = Boolean(answer?.getHeader("hx-redirect"));
      onFail({ status: answer?.getStatus() ?? 0, text: isOut ? "" : (answer?.getBody() ?? ""), isOut });
    },
  });
  upload.start();
  return upload;
};
