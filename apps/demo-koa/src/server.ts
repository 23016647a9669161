import { createServer } from 'node:http'
import { serve } from 'demo-parts/server'
import { app } from './app.ts'

await serve(createServer(app.callback()))
