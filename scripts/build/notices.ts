import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

type Package = {readonly name: string; readonly version: string; readonly license: string; readonly text: string};

const rule = '-'.repeat(80);

/** The folders of the packages whose files are among `inputs` (paths from the root), without duplicates. */
function packagesOf(inputs: readonly string[]): readonly string[] {
	const folders = inputs.map(input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
	return [...new Set(folders.filter(folder => folder !== undefined))].sort();
}

/** The licence of a package from its folder, or else from its package.json. */
async function readPackage(folder: string): Promise<Package> {
	const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Package;
	const files = (await readdir(folder, {recursive: true})).filter(
		file => /^(?:build\/)?(?:licen[cs]es?|notice|copying)(?:\.\w+)?$/i.test(file) && !file.includes('node_modules'),
	);
	const texts = await Promise.all(files.sort().map(file => readFile(path.join(folder, file), 'utf8')));
	return {name, version, license, text: texts.map(text => text.trim()).join('\n\n')};
}

/** Names and licences of everything bundled, as the licences require. Throws when a package states no licence. */
export async function notices(root: string, inputs: readonly string[]): Promise<string> {
	const packages = await Promise.all(packagesOf(inputs).map(folder => readPackage(path.join(root, folder))));
	const unlicensed = packages.filter(({license, text}) => license === undefined && text === '');
	if (unlicensed.length > 0) throw new Error(`no licence: ${unlicensed.map(({name}) => name).join(', ')}`);
	const parts = packages.map(({name, version, license, text}) => {
		const told = text === '' ? `Its package names the licence, ${license}, and holds no text of it.` : text;
		return `${rule}\n${name} ${version} (${license})\n\n${told}\n`;
	});
	return `p2pci contains these works of others:\n\n${parts.join('\n')}`;
}
