import path from 'node:path';

type Start = {
	/** As in `process`: the script's path is absolute, `argv0` is as it was typed. */
	readonly argv: readonly string[];
	readonly argv0: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: () => string;
};

/** The words with which the person started this program: `p2pci`, `npx p2pci` in a checkout, `node bin/p2pci.js`. */
export function startWords({argv: [, script = ''], argv0, env, cwd}: Start): string {
	// By npx, or by a script of package.json, which is in a checkout, too.
	if (env.npm_command) return 'npx p2pci';
	// A link in a folder of programs; where there are no links, a small script starts the installed file.
	if (path.parse(script).name === 'p2pci' && path.extname(script) === '') return 'p2pci';
	if (script.split(path.sep).includes('node_modules')) return 'p2pci';
	const below = path.relative(cwd(), script);
	const short = below.startsWith('..') || path.isAbsolute(below) ? script : below;
	return [argv0, short].map(word => (/\s/.test(word) ? `"${word}"` : word)).join(' ');
}
