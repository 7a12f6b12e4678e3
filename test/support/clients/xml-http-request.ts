/**
 * The parts of a browser's XMLHttpRequest (XMLHttpRequest Standard) that Uppy needs. It sends real requests by Node's
 * fetch. It is a class that tests put into `globalThis`.
 */
export class FetchedXMLHttpRequest {
  status = 0;
  statusText = '';
  responseText = '';
  withCredentials = false;
  onload?: () => void;
  onerror?: () => void;
  readonly upload: { onprogress?: (event: object) => void } = {};
  readonly #controller = new AbortController();
  readonly #sent = new Headers();
  #received = new Headers();
  #method = 'GET';
  #url = '';

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#sent.append(name, value);
  }

  getResponseHeader(name: string): string | null {
    return this.#received.get(name);
  }

  abort(): void {
    this.#controller.abort();
  }

  send(body?: Blob | FormData): void {
    const { signal } = this.#controller;
    const request = { method: this.#method, headers: this.#sent, signal, ...(body && { body }) };
    void this.#fetch(request).then(
      () => this.onload?.(),
      () => (signal.aborted ? undefined : this.onerror?.()),
    );
  }

  async #fetch(request: RequestInit): Promise<void> {
    const response = await fetch(this.#url, request);
    this.status = response.status;
    this.statusText = response.statusText;
    this.#received = response.headers;
    this.responseText = await response.text();
    if (response.ok) this.#progress(request.body);
  }

  #progress(body: BodyInit | null | undefined): void {
    const size = body instanceof Blob ? body.size : 1;
    this.upload.onprogress?.({ lengthComputable: true, loaded: size, total: size });
  }
}
