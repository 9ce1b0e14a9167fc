/** Where the package is that this program is part of: two folders up from its source, one from where it is bundled into. */
export const packageRoot: URL = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../', import.meta.url);
