import {readFile, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {toFilm} from '../../scripts/pictures/film.ts';
import {Recorder} from '../../scripts/pictures/recorder.ts';
import {record, type Scene} from '../../scripts/pictures/scene.ts';
import {shapesOf} from '../../scripts/pictures/shapes.ts';
import {toSvg} from '../../scripts/pictures/svg.ts';
import type {Cell} from '../helpers/cells.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';

const blank: Cell = {
	text: '',
	width: 1,
	foreground: 'default',
	background: 'default',
	bold: false,
	dim: false,
	italic: false,
	underline: false,
	inverse: false,
	invisible: false,
};

const drawing = `
const lines = [
	'\\x1b[1mp2pci\\x1b[0m  \\x1b[32m● up\\x1b[0m  \\x1b[33m◐ 43%\\x1b[0m  \\x1b[31m✗ checksum\\x1b[0m  \\x1b[2m○ idle\\x1b[0m  => != -- ▸ ▲ ► ◄ ◁ ≠ ✓ … ⏎ ␍␊ · ▏',
	'╭─ round ────╮ ┌─┬─┐ ┏━┳━┓ ╔═╦═╗  ▁▂▃▄▅▆▇█ ▏▎▍▌▋▊▉█ ░▒▓ ▀▐ ▖▗▘▙▚▛▜▝▞▟',
	'│ \\x1b[7m selected \\x1b[0m │ ├─┼─┤ ┣━╋━┫ ╠═╬═╣  \\x1b[36m⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏\\x1b[0m  \\x1b[4munderlined\\x1b[0m \\x1b[3mitalic\\x1b[0m \\x1b[48;5;24m 256 \\x1b[0m \\x1b[38;2;255;128;0mtrue\\x1b[0m',
	'╰────────────╯ └─┴─┘ ┗━┻━┛ ╚═╩═╝  <&> "quoted" 日本 é à̧ end',
	'█████▏░░░░░░   43%   177/412 KiB  60 KiB/s',
];
process.stdout.write('\\x1b[?25l' + lines.join('\\r\\n') + '\\x1b]0;drawn\\x07');
setInterval(() => {}, 1000);
`;

const scene: Scene = {
	name: 'drawing',
	title: 'a drawing & more',
	columns: 80,
	rows: 6,
	async play({home, columns, rows, use}) {
		await writeFile(`${home}/drawing.cjs`, drawing);
		const terminal = use(startInTerminal([], {home, columns, rows, script: `${home}/drawing.cjs`}));
		await terminal.waitFor((_, {title}) => title === 'drawn');
		return terminal;
	},
};

describe('a picture of the screen', () => {
	it('is written as SVG and PNG, and the program is gone afterwards', async () => {
		await using folder = await temporaryFolder();
		let pid = 0;
		const play: Scene['play'] = async stage => {
			const terminal = await scene.play(stage);
			pid = terminal.pid;
			return terminal;
		};
		await record({...scene, play}, folder.path);
		const svg = await readFile(folder.at('drawing.svg'), 'utf8');
		expect(svg).toContain('<title>a drawing &#38; more</title>');
		expect(svg).toContain('fill="#ff8000"');
		const png = await readFile(folder.at('drawing.png'));
		expect(png.subarray(1, 4).toString()).toBe('PNG');
		expect(png.readUInt32BE(16)).toBe(2 * (80 * 9 + 28));
		expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
	});

	it('has each character in its own column, whatever font shows it', () => {
		const svg = toSvg([[...'a->b'].map(text => ({...blank, text}))], '');
		expect(svg).toContain('<text x="14 23 32 41" y="47" fill="#d7dae0">a-&#62;b</text>');
	});

	it('has a background drawn where a cell is selected, below all text', () => {
		const svg = toSvg(
			[
				[{...blank, text: 'x', inverse: true}, blank],
				[blank, blank],
			],
			'',
		);
		expect(svg.indexOf('<rect x="14" y="32" width="9" height="20" fill="#d7dae0"/>')).toBeLessThan(svg.indexOf('>x<'));
	});

	it('shows control characters, which fonts lack, by the letters of their names', () => {
		const svg = toSvg([[{...blank, text: '␍'}]], '');
		expect([...svg.matchAll(/>([A-Z])</g)].map(match => match[1])).toEqual(['C', 'R']);
	});

	it.each(['─', '━', '═', '┼', '╋', '╬', '├', '╠'])(
		'joins %s with its neighbours: lines reach the edges',
		character => {
			const cell = {x: 90, y: 200, width: 9, height: 20};
			const fills = (shapesOf(character, cell) ?? []).filter(shape => shape.kind === 'fill');
			expect(Math.max(...fills.map(shape => shape.x + shape.width))).toBe(99);
			if (character !== '├' && character !== '╠') expect(Math.min(...fills.map(shape => shape.x))).toBe(90);
		},
	);
});

describe('a film of the screen', () => {
	const counting = `
process.stdin.setRawMode(true);
let pressed = 0;
const show = () => process.stdout.write('\\x1b[H' + pressed + ' pressed\\r\\nthe same');
process.stdin.on('data', () => { pressed += 1; show(); });
show();
process.stdout.write('\\x1b]0;reads\\x07');
`;

	it('shows each picture in its time, and draws what stays the same once', async () => {
		await using home = await temporaryFolder();
		await writeFile(home.at('counting.cjs'), counting);
		await using terminal = startInTerminal([], {
			home: home.path,
			columns: 20,
			rows: 3,
			script: home.at('counting.cjs'),
		});
		await terminal.ready();
		const film = new Recorder(terminal, 'a key');
		film.hold(500);
		await film.press('x');
		await film.waitFor('1 pressed');
		film.hold(1000);
		const frames = film.end();
		expect(frames.map(({caption}) => caption)).toEqual(['a key', 'a key']);
		const [first, second] = frames.map(({at}) => at);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(500);
		const svg = toFilm(frames, {title: 'counting'});
		expect(svg.match(/<g transform="translate/g)).toHaveLength(2);
		expect(svg.match(/>same</g)).toHaveLength(1);
		expect(svg).toMatch(
			/@keyframes film\{0\.000%\{transform:translateX\(0px\)\}\d+\.\d+%\{transform:translateX\(-208px\)\}/,
		);
	});
});
