import {nothingWrong, type Row} from './result.ts';
import {host, stage} from './stage.ts';

/** Colours of SGR (ECMA-48, 8.3.117). */
const colours = /\u001b\[(?:\d+;)*(?:3\d|4\d|9\d|10\d)(?:;\d+)*m/;

/** NO_COLOR, a dumb terminal, and a locale without UTF-8. */
export const plain: Row = async () => {
	await using on = await stage();
	const args = ['server', '--host', host, '--port', '0'];
	const wrong: string[] = [];
	const uncoloured = on.start(args, {env: {NO_COLOR: '1'}});
	await uncoloured.ready();
	await uncoloured.press('?', 'escape', '2', 'down');
	if (colours.test(uncoloured.raw.toString())) wrong.push('NO_COLOR: colours');
	const dumb = on.start(args, {env: {TERM: 'dumb'}});
	await dumb.waitFor(/Started listening/);
	if (dumb.raw.includes('\u001b')) wrong.push('TERM=dumb: escape sequences');
	const ascii = on.start(args, {env: {LANG: 'C', LC_ALL: 'C'}});
	await ascii.ready();
	await ascii.press('?', 'escape', '2', 'down');
	if (ascii.raw.some(byte => byte > 0x7e)) wrong.push('LANG=C: bytes beyond ASCII');
	return [nothingWrong('NO_COLOR, TERM=dumb, LANG=C', wrong, 'heeded')];
};
