/** Locates the package that this program is part of. */
import {fileURLToPath} from 'node:url';

/** Three folders up from the source, one from the bundle. */
export const packageRoot: URL = new URL(import.meta.url.endsWith('.ts') ? '../../../' : '../', import.meta.url);

/** The sample documents, which describe p2pci's own protocol. */
export const sampleFolder: string = fileURLToPath(new URL('rfcs', packageRoot));
