/**
 * Per request, and gone with it. Keyed by the headers object, of which Next makes one for each request;
 * it is the same in an action and in the render after it.
 */
export class RequestScopes {
  #scopes = new WeakMap()
  of(headers) {
    return this.#scopes.get(headers)
  }
  begin(headers, own) {
    const scope = { own, cookie: undefined }
    this.#scopes.set(headers, scope)
    return scope
  }
}
