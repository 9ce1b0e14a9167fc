/** The user's own folders for what p2pci remembers and is told, where the platform keeps such things. */
import envPaths, {type Paths} from 'env-paths';

/** Their paths. Nothing is created. */
export const userFolders = (): Pick<Paths, 'data' | 'config'> => envPaths('p2pci', {suffix: ''});
