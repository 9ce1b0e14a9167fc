/** A screen with a mouse and a Ctrl key: what they send goes the whole way from the bytes of a terminal. */
import {once} from 'node:events';
import {PassThrough} from 'node:stream';
import type {ReactElement} from 'react';
import {ProgramContext, shortHabits} from '../../../source/ui/program.ts';
import {KeyStream} from '../../../source/ui/stdin/key-stream.ts';
import {type Stage, settle, stage} from './stage.ts';

export type MouseStage = Stage & {
	/** Clicks on the first place where the screen shows the text. */
	click(text: string): Promise<void>;
	/** Turns the wheel there. */
	wheel(text: string, way: 'up' | 'down'): Promise<void>;
	/** Sends bytes as a terminal does, in one chunk. */
	press(bytes: string): Promise<void>;
	/** Presses Ctrl and a letter. */
	control(letter: string): Promise<void>;
};

export async function stageWithMouse(tree: ReactElement, columns = 100, rows = 30): Promise<MouseStage> {
	const terminal = new PassThrough();
	const keys = new KeyStream(terminal);
	keys.setRawMode(true);
	const program = {theme: 'auto', chooseTheme: () => {}, habits: shortHabits(), keys} as const;
	const shown = await stage(<ProgramContext value={program}>{tree}</ProgramContext>, columns, rows);
	const send = async (button: number, text: string): Promise<void> => {
		await settle();
		const y = shown.rows().findIndex(row => row.includes(text));
		if (y < 0) throw new Error(`Nothing to point at: ${text}\n${shown.text()}`);
		const x = [...(shown.rows()[y] ?? '')].join('').indexOf(text);
		terminal.write(`\u001b[<${button};${x + 1};${y + 1}M\u001b[<${button};${x + 1};${y + 1}m`);
	};
	return {
		...shown,
		click: text => send(0, text),
		wheel: (text, way) => send(way === 'up' ? 64 : 65, text),
		async press(bytes) {
			await settle();
			terminal.write(bytes);
		},
		async control(letter) {
			await settle();
			// Typing goes another way, and must not overtake it.
			const pressed = once(keys, 'control');
			terminal.write(String.fromCharCode(letter.charCodeAt(0) - 0x60));
			await pressed;
		},
		unmount() {
			keys.setRawMode(false);
			shown.unmount();
		},
	};
}
