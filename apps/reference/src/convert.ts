import {
  Application,
  OptionDefaults,
  type ProjectReflection,
  ReflectionKind,
  type TypeDocOptions,
} from 'typedoc'
import { type Entry, root } from './entries.ts'

const settings: TypeDocOptions & Record<string, unknown> = {
  // `npm run typecheck` has judged the types.
  skipErrorChecking: true,
  logLevel: 'Warn',
  plugin: ['typedoc-plugin-markdown'],
  name: 'API',
  readme: 'none',
  alwaysCreateEntryPointModule: true,
  disableSources: true,
  modifierTags: [...OptionDefaults.modifierTags, '@foreign'],
  notRenderedTags: [...OptionDefaults.notRenderedTags, '@foreign'],
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  groupOrder: ['Functions', 'Interfaces', 'Type Aliases', 'Classes', '*'],
  sort: ['source-order'],
}

/** The public names of these entries, with their docstrings; and TypeDoc, to write them. */
export async function convert(
  entries: readonly Entry[],
): Promise<{ app: Application; project: ProjectReflection }> {
  const app = await Application.bootstrapWithPlugins({
    ...settings,
    entryPoints: entries.map(({ source }) => source),
    tsconfig: `${root}/apps/reference/tsconfig.entries.json`,
  })
  const project = await app.convert()
  if (!project) throw new Error('TypeDoc could not read the packages')
  // TypeDoc names a module after its path.
  for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
    const file = project.getSymbolIdFromReflection(module)?.fileName?.toString()
    const entry = entries.find(({ source }) => source === file)
    if (entry) module.name = entry.name
  }
  return { app, project }
}
