import {
  type Comment,
  type DeclarationReflection,
  type ProjectReflection,
  ReflectionKind,
  type SomeType,
} from 'typedoc'

/**
 * The public names without words of their own: exports, their members, and the members of object types within them.
 * A member of a type that stands inside another declaration may instead be named there, in backticks. The members
 * of what is `@foreign` have their words where they come from.
 */
export function undocumented(project: ProjectReflection): string[] {
  const names = new Set<string>()
  for (const module of project.children ?? []) {
    for (const name of module.children ?? []) visit(name, [], names)
  }
  return [...names]
}

type Docs = readonly Comment[]

function visit(reflection: DeclarationReflection, around: Docs, names: Set<string>): void {
  if (reflection.kindOf(ReflectionKind.Reference) || reflection.inheritedFrom) return
  const own = docsOf(reflection)
  const isInline = reflection.parent?.kindOf(ReflectionKind.TypeLiteral)
  const isNamed =
    own.length > 0 || (isInline && around.some((doc) => mentions(doc, reflection.name)))
  if (!isNamed && needsWords(reflection)) names.add(reflection.getFullName())
  if (own.some((doc) => doc.hasModifier('@foreign'))) return
  const docs = [...around, ...own]
  for (const child of reflection.children ?? []) visit(child, docs, names)
  visitType(reflection.type, docs, names)
  for (const signature of reflection.signatures ?? []) {
    visitType(signature.type, docs, names)
    for (const parameter of signature.parameters ?? []) visitType(parameter.type, docs, names)
  }
}

function visitType(type: SomeType | undefined, docs: Docs, names: Set<string>): void {
  const each = (types: readonly SomeType[]): void => {
    for (const part of types) visitType(part, docs, names)
  }
  type?.visit({
    reflection: ({ declaration }) => visit(declaration, docs, names),
    union: ({ types }) => each(types),
    intersection: ({ types }) => each(types),
    array: ({ elementType }) => each([elementType]),
    reference: ({ typeArguments }) => each(typeArguments ?? []),
  })
}

/** Not what has no name, such as the type of a callback. */
function needsWords(reflection: DeclarationReflection): boolean {
  return !reflection.kindOf([ReflectionKind.TypeLiteral, ReflectionKind.Constructor])
}

function docsOf({
  comment,
  signatures,
  getSignature,
  setSignature,
  type,
}: DeclarationReflection): Comment[] {
  const ofType = type?.type === 'reflection' ? (type.declaration.signatures ?? []) : []
  return [
    comment,
    ...[...(signatures ?? []), getSignature, setSignature, ...ofType].map((of) => of?.comment),
  ]
    .filter((doc) => doc !== undefined)
    .filter((doc) => doc.hasVisibleComponent())
}

function mentions({ summary }: Comment, name: string): boolean {
  return summary.some(({ kind, text }) => kind === 'code' && new RegExp(`\\b${name}\\b`).test(text))
}
