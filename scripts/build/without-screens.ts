import path from 'node:path';
import type {Plugin} from 'esbuild';

/** The commands that have a screen. `source/commands/specs.ts` loads each from the file of its name. */
export const screenCommands: readonly string[] = ['server', 'peer', 'demo'];

const namespace = 'left-out';

/** Leaves out the commands that have a screen, and with them React, Ink, the index server and the peer. */
export const withoutScreens: Plugin = {
	name: 'without-screens',
	setup(build) {
		const left = new Set(screenCommands.map(name => `./${name}.ts`));
		build.onResolve({filter: /^\.\//}, ({path: file, importer, kind}) => {
			const isCommand = path.basename(importer) === 'specs.ts' && kind === 'dynamic-import';
			return isCommand && left.has(file) ? {path: file, namespace} : undefined;
		});
		build.onLoad({filter: /./, namespace}, ({path: file}) => ({
			contents: `throw new Error('${file} is in the other script');`,
		}));
	},
};
