import { redisCommand } from '@sojourn/test-servers'
import type { Meter } from './store-inputs.ts'

/** What a Redis says of itself. */
export function redisMeter(url: string): Meter {
  const info = async (section: string, ...fields: readonly string[]): Promise<number> => {
    const text = String(await redisCommand(url, 'INFO', section))
    return fields.reduce((sum, field) => sum + numberOf(text, field), 0)
  }
  return {
    held: () => info('memory', 'used_memory_dataset'),
    cpu: async () => 1e6 * (await info('cpu', 'used_cpu_user', 'used_cpu_sys')),
    traffic: () => info('stats', 'total_net_input_bytes', 'total_net_output_bytes'),
  }
}

function numberOf(text: string, field: string): number {
  return Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(text)?.[1] ?? Number.NaN)
}
