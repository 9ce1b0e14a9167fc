/**
 * Prints the keys of the screens as Markdown, from the table of keys. With `--write` it updates `docs/keys.md` between
 * the comments `<!-- keys -->` and `<!-- /keys -->`.
 */
import {readFile, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {type Context, keysAsMarkdown} from '../source/ui/keys.ts';

const sections: readonly (readonly [title: string, contexts: readonly Context[]])[] = [
	["On a peer's screen", ['peer', 'panes', 'always']],
	['In the results', ['versions', 'results']],
	['In the library', ['library']],
	['On a document of the library', ['document']],
	['In the network', ['network']],
	['In what a peer of the network shares', ['visited']],
	['In the transfers', ['transfers']],
	['In every list and text', ['list']],
	['In the wire, and in a message', ['message', 'wire']],
	['In a document', ['reader', 'matches', 'getting', 'wanting']],
	['In the contents of a document', ['contents']],
	["On the server's screen", ['server', 'panes', 'always']],
	["In the server's peers", ['peers', 'jumped']],
	["In the server's RFCs", ['rfcs', 'jumped']],
	["In the server's details", ['about-peer', 'about']],
];

/** Every section with its table, separated by blank lines. */
export const keySections = (): string =>
	sections.map(([title, contexts]) => `## ${title}\n\n${keysAsMarkdown(contexts)}`).join('\n\n');

const start = '<!-- keys -->';
const end = '<!-- /keys -->';

/** The text with the sections between the two comments. Throws when those are missing. */
export function withKeys(text: string): string {
	const from = text.indexOf(start);
	const to = text.indexOf(end);
	if (from < 0 || to < from) throw new Error(`The text lacks ${start} and ${end}.`);
	return `${text.slice(0, from + start.length)}\n\n${keySections()}\n\n${text.slice(to)}`;
}

if (import.meta.main) {
	const paper = fileURLToPath(new URL('../docs/keys.md', import.meta.url));
	if (process.argv[2] === '--write') await writeFile(paper, withKeys(await readFile(paper, 'utf8')));
	else console.log(keySections());
}
