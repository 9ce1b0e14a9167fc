/** Real RFC texts for tests: in a folder beside the project, or the one in P2PCI_RFCS. Never part of the project. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

const folder = path.resolve(process.env.P2PCI_RFCS ?? path.join(import.meta.dirname, '../../../shared/rfcs'));

/** The folder; throws, so that the test fails, when it contains no documents. */
export function realRfcFolder(): string {
	if (!existsSync(folder) || !readdirSync(folder).some(name => /^rfc\d+\.txt$/.test(name)))
		throw new Error(`No RFC texts in ${folder}: name a folder of them in P2PCI_RFCS (see CONTRIBUTING.md).`);
	return folder;
}

/** The official index in that folder. */
export function realIndex(): string {
	return readFileSync(path.join(realRfcFolder(), 'rfc-index.txt'), 'utf8');
}

/** Number and text of every document in that folder. */
export function realRfcs(): ReadonlyArray<{readonly rfc: number; readonly text: string}> {
	const directory = realRfcFolder();
	return readdirSync(directory)
		.map(name => ({name, rfc: Number(/^rfc(\d+)\.txt$/.exec(name)?.[1] ?? 0)}))
		.filter(({rfc}) => rfc > 0)
		.map(({name, rfc}) => ({rfc, text: readFileSync(path.join(directory, name), 'utf8')}));
}
