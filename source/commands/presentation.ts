/** How a command presents itself: on a full screen, as a conversation in lines, or as plain lines. */
import process from 'node:process';
import {createInterface} from 'node:readline';
import type {ScreenOptions} from '../ui/screen.tsx';
import {isThemeChoice, themeChoices} from '../ui/theme.ts';
import {takeKeys} from './config-keys.ts';
import {keptHabits} from './habits.ts';
import type {Invocation} from './line/command.ts';
import {printLog} from './process/log-output.ts';
import {hasScreen} from './process/output.ts';

export type ScreenLook = Pick<ScreenOptions, 'theme' | 'mouse' | 'bell' | 'habits'>;

export type Presentation =
	| {readonly kind: 'plain'}
	| {readonly kind: 'lines'}
	| {readonly kind: 'screen'; readonly options: ScreenLook};

/** The presentation for these flags. Throws a `UsageError`. */
export function presentationOf(invocation: Invocation): Presentation {
	const theme = invocation.value(
		'theme',
		text => (isThemeChoice(text) ? text : undefined),
		`one of ${themeChoices.join(', ')}`,
	);
	takeKeys(invocation.keys);
	if (invocation.on('screen-reader') && !yields(invocation)) return {kind: 'lines'};
	if (!invocation.on('tui') || !hasScreen()) return {kind: 'plain'};
	const mouse = invocation.on('mouse');
	const bell = invocation.on('bell');
	return {kind: 'screen', options: {theme, mouse, bell, habits: keptHabits()}};
}

/** Whether a conversation is only the usual preference: plain lines were asked for, or there is nobody to talk with. */
function yields(invocation: Invocation): boolean {
	const noTerminal = !process.stdin.isTTY || !process.stdout.isTTY;
	const plain = !invocation.on('tui') && !invocation.isPreset('tui');
	return invocation.isPreset('screen-reader') && (noTerminal || plain);
}

/** Input and output of a conversation in lines. The terminal itself edits and echoes the input. */
export function conversation(signal: AbortSignal) {
	const lines = createInterface({input: process.stdin, terminal: false});
	return {around: {lines, print: printLog, signal}, close: () => lines.close()};
}
