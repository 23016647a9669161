const brokenStream = {
  'a source that fails after the head has left ends the response, and nothing else':
    'Koa 2 leaves the response open, with or without a session',
}
const head = 'Koa 2 over HTTP/2 never answers HEAD, with or without a session'

/** What Koa 2 makes impossible. */
export const koa2LeavesOut = {
  'HTTP/1.1': brokenStream,
  'HTTP/2': {
    ...brokenStream,
    'HEAD has the headers of GET, and no body': head,
    'R118: HEAD does not outrun the save': head,
    'R118: HEAD becomes a 503 without a cookie when the save fails': head,
  },
}

/** What Koa 3 makes impossible. */
export const koa3LeavesOut = {
  'HTTP/1.1': {},
  'HTTP/2': {
    'R118: HEAD becomes a 503 without a cookie when the save fails':
      'Koa over HTTP/2 never ends its answer to a HEAD that throws, with or without a session',
  },
}
