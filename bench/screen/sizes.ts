import {setTimeout as wait} from 'node:timers/promises';
import type {TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {nothingWrong, type Row} from './result.ts';
import {host, type Size, stage} from './stage.ts';

const tried: readonly Size[] = [
	{columns: 30, rows: 8},
	{columns: 40, rows: 12},
	{columns: 60, rows: 16},
	{columns: 80, rows: 24},
	{columns: 99, rows: 31},
	{columns: 120, rows: 36},
	{columns: 200, rows: 60},
	{columns: 300, rows: 100},
];

/** Without what tells a time, which is another one at each look. */
const still = (screen: string): string =>
	screen
		.replaceAll(/\d\d:\d\d:\d\d(?:\.\d+)?/g, 'hh:mm:ss')
		.replaceAll(/up \d+ (?:s|min)/g, 'up')
		.replaceAll(/[\d,]+\/s [▁▂▃▄▅▆▇█]*/g, '')
		.replaceAll(/127\.0\.0\.1:\d+/g, 'address')
		.replaceAll(/ +/g, ' ')
		.replaceAll(/─+/g, '─');

/** Rows of frames that do not end where they began. */
function torn(terminal: TerminalUnderTest): readonly string[] {
	const rows = terminal.cells().map(row => row.map(({text}) => text || ' ').join(''));
	return rows.flatMap((row, y) => {
		const corners = [...row.matchAll(/[╭╰│]/g)].length > 0 || /[╮╯]/.test(row);
		return corners && !/[╮╯│]\s*$/.test(row) ? [`row ${y + 1} of ${terminal.columns}x${terminal.rows} is open`] : [];
	});
}

/** The picture once nothing has been drawn for a while. */
async function pictured(terminal: TerminalUnderTest): Promise<string> {
	for (let before = -1; before !== terminal.pieces.length; ) {
		before = terminal.pieces.length;
		await wait(150);
	}
	return still(terminal.screen());
}

/** Each size reached by resizing, and by a drag of 40 steps, shows what a fresh start in that size shows. */
export const sizes: Row = async () => {
	await using on = await stage();
	const wrong: string[] = [];
	const args = ['server', '--host', host, '--port', '0'];
	const resized = on.start(args);
	await resized.ready();
	for (const size of tried) {
		const name = `${size.columns}x${size.rows}`;
		resized.resize(size.columns, size.rows);
		const fresh = on.start(args, size);
		await fresh.ready();
		const [there, here] = [await pictured(fresh), await pictured(resized)];
		if (there !== here) wrong.push(`${name} differs from a fresh start`);
		wrong.push(...torn(resized));
		fresh.kill('SIGTERM');
		await fresh.exit;
	}
	for (let step = 0; step <= 40; step++) resized.resize(140 - 2 * step, 45 - Math.floor(step / 2));
	const fresh = on.start(args, {columns: 60, rows: 25});
	await fresh.ready();
	if ((await pictured(fresh)) !== (await pictured(resized))) wrong.push('after a drag of 40 steps it differs');
	return [nothingWrong('sizes 30x8 to 300x100', wrong, 'as a fresh start')];
};
