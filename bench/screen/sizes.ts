import {setTimeout as wait} from 'node:timers/promises';
import type {TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {nothingWrong, type Row} from './result.ts';
import {host, type Size, type Stage, stage, usual} from './stage.ts';
import {unseenServer} from './unseen.ts';

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

/** The screen without times, which differ from one look to the next. */
const still = (screen: string): string =>
	screen
		.replaceAll(/\d\d:\d\d:\d\d(?:\.\d+)?/g, 'hh:mm:ss')
		.replaceAll(/up \d+ (?:s|min)/g, 'up')
		.replaceAll(/[\d,]+\/s [▁▂▃▄▅▆▇█]*/g, '')
		.replaceAll(/127\.0\.0\.1:\d+/g, 'address')
		.replaceAll(/:\d{4,5}\b/g, ':port')
		// A longer-running program has logged more messages.
		.replaceAll(/│[▸ ] *hh:mm:ss[^│]*│/g, '│ │')
		.replaceAll(/│ No message yet[^│]*│/g, '│ │')
		.replaceAll(/[\d.]+ ms/g, 'ms')
		.replaceAll(/ +/g, ' ')
		.replaceAll(/─+/g, '─');

/** Rows of frames whose right border is not below their left one. */
function torn(terminal: TerminalUnderTest): readonly string[] {
	const rows = terminal.cells().map(row => row.map(({text}) => text || ' ').join(''));
	return rows.flatMap((row, y) => {
		const corners = [...row.matchAll(/[╭╰│]/g)].length > 0 || /[╮╯]/.test(row);
		return corners && !/[╮╯│]\s*$/.test(row) ? [`row ${y + 1} of ${terminal.columns}x${terminal.rows} is open`] : [];
	});
}

type Screen = {
	readonly name: string;
	/** Starts another one, independent of the others. */
	readonly start: (size: Size) => Promise<TerminalUnderTest>;
};

function screens(on: Stage): readonly Screen[] {
	return [
		{
			name: 'server',
			start: async size => on.start(['server', '--host', host, '--port', '0'], size),
		},
		{
			name: 'peer',
			start: async size => {
				const {port} = await unseenServer(on);
				const home = await on.anotherHome();
				const place = ['--host', host, '--upload-port', '0', '--server', `${host}:${port}`];
				return on.start(['peer', '--name', 'bob', ...place], {...size, home: home.path});
			},
		},
	];
}

/** How long two screens may differ: sentences about a start follow one another. */
const patience = 8000;

/** Whether both terminals eventually show the same. */
async function alike(one: TerminalUnderTest, other: TerminalUnderTest): Promise<boolean> {
	const until = performance.now() + patience;
	while (still(one.screen()) !== still(other.screen())) {
		if (performance.now() > until) return false;
		await wait(50);
	}
	return true;
}

async function wrongOf({name, start}: Screen): Promise<readonly string[]> {
	const wrong: string[] = [];
	const resized = await start(usual);
	await resized.ready();
	const compare = async (size: Size, how: string) => {
		const fresh = await start(size);
		await fresh.ready();
		if (!(await alike(fresh, resized))) wrong.push(`${name}: ${how} differs from a fresh start`);
		wrong.push(...[...torn(fresh), ...torn(resized)].map(what => `${name}: ${what}`));
		fresh.kill('SIGTERM');
		await fresh.exit;
	};
	for (const size of tried) {
		resized.resize(size.columns, size.rows);
		await compare(size, `${size.columns}x${size.rows}`);
	}
	for (let step = 0; step <= 40; step++) resized.resize(140 - 2 * step, 45 - Math.floor(step / 2));
	await compare({columns: 60, rows: 25}, 'a drag of 40 steps');
	return wrong;
}

/** Each size, reached by resizing and by a drag of 40 steps, shows what a fresh start in that size shows. */
export const sizes: Row = async () => {
	await using on = await stage();
	const wrong: string[] = [];
	for (const screen of screens(on)) wrong.push(...(await wrongOf(screen)));
	return [nothingWrong('sizes 30x8 to 300x100', wrong, 'as a fresh start')];
};
