/**
 * Writes rfcs/rfcN.txt from docs/rfc-source/*.txt: `node scripts/format-rfc.ts`. Edit the sources; their format is
 * described in rfc-format/parse.ts.
 */

import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {layOut} from './rfc-format/layout.ts';
import {parseSource} from './rfc-format/parse.ts';

export type FormattedDocument = {readonly name: string; readonly text: string};

const root = join(import.meta.dirname, '..');
export const sourceFolder = join(root, 'docs', 'rfc-source');
export const documentFolder = join(root, 'rfcs');

/** All sample documents as their files should be, in the order of the sources' names. */
export function formatAll(): FormattedDocument[] {
	return readdirSync(sourceFolder)
		.filter(name => name.endsWith('.txt'))
		.sort()
		.map(name => {
			try {
				const source = parseSource(readFileSync(join(sourceFolder, name), 'utf8'));
				return {name: `rfc${source.meta.number}.txt`, text: layOut(source)};
			} catch (error) {
				throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
			}
		});
}

if (import.meta.main) {
	for (const document of formatAll()) {
		writeFileSync(join(documentFolder, document.name), document.text);
		const pages = document.text.split('\f').length - 1;
		process.stdout.write(`${document.name}: ${pages} pages, ${document.text.length} bytes\n`);
	}
}
