import { describeKoa } from './conformance.ts'
import { Koa2 } from './koa-majors.ts'

const always = {
  'a source that fails after the head has left ends the response, and nothing else':
    'Koa 2 leaves the response open, with or without a session',
}
const head = 'Koa 2 over HTTP/2 never answers HEAD, with or without a session'

describeKoa('Koa 2', () => new Koa2(), {
  'HTTP/1.1': always,
  'HTTP/2': {
    ...always,
    'HEAD has the headers of GET, and no body': head,
    'R118: HEAD does not outrun the save': head,
    'R118: HEAD becomes a 503 without a cookie when the save fails': head,
  },
})
