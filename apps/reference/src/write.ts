import type { Application, ProjectReflection } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'

/** One page for each entry: its members are in tables, and on it their types are a link away. */
const layout: PluginOptions & { router: string } = {
  router: 'module',
  entryFileName: 'index',
  excludeScopesInPaths: true,
  // The site makes its anchors of what the page says.
  useCustomAnchors: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandParameters: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  typeDeclarationFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  tableColumnSettings: {
    hideDefaults: true,
    hideInherited: true,
    hideModifiers: true,
    hideOverrides: true,
    hideSources: true,
  },
}

/** Writes the reference as Markdown pages into a folder. */
export async function write(
  app: Application,
  project: ProjectReflection,
  folder: string,
): Promise<void> {
  app.options.setValue('outputs', [{ name: 'markdown', path: folder, options: { ...layout } }])
  await app.generateOutputs(project)
}
