import { createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common'

/** The text in a field of the form, or `''`, through a pipe that says what it may be. */
export function FormField(name: string, ...pipes: PipeTransform[]): ParameterDecorator {
  return field(name, ...pipes)
}

const field = createParamDecorator((name: string, context: ExecutionContext) =>
  textIn(context.switchToHttp().getRequest<FormRequest>(), name),
)

/** What is used of a request with a form. */
export interface FormRequest {
  readonly body: unknown
}

export function textIn({ body }: FormRequest, name: string): string {
  if (typeof body !== 'object' || body === null) return ''
  const value: unknown = Reflect.get(body, name)
  return typeof value === 'string' ? value : ''
}
