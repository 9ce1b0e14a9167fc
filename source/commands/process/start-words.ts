import path from 'node:path';

type Start = {
	/** As in `process`: the script's path is absolute. */
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * The words that start this program: `p2pci` where it is installed, `npx p2pci` in a checkout, also for who started it by a
 * path, which means nothing to people on other machines.
 */
export function startWords({argv: [, script = ''], env}: Start): string {
	const checkout = 'npx p2pci';
	// By npx, or by a script of package.json, which is in a checkout, too.
	if (env.npm_command) return checkout;
	// A link in a folder of programs; where there are no links, a small script starts the installed file.
	const isLink = path.parse(script).name === 'p2pci' && path.extname(script) === '';
	return isLink || script.split(path.sep).includes('node_modules') ? 'p2pci' : checkout;
}
