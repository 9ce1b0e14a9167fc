/** How a command shows itself: on a full screen, line by line for a screen reader, or as plain lines. */
import type {ScreenOptions} from '../ui/screen.tsx';
import {isThemeChoice, themeChoices} from '../ui/theme.ts';
import type {Invocation} from './command.ts';
import {takeKeys} from './config-keys.ts';
import {hasScreen} from './output.ts';

export type ScreenLook = Pick<ScreenOptions, 'theme' | 'mouse' | 'bell'>;

export type Presentation = {readonly kind: 'plain'} | {readonly kind: 'screen'; readonly options: ScreenLook};

/** What the command line says about it. Throws a `UsageError`. */
export function presentationOf(invocation: Invocation): Presentation {
	const theme = invocation.value(
		'theme',
		text => (isThemeChoice(text) ? text : undefined),
		`one of ${themeChoices.join(', ')}`,
	);
	takeKeys(invocation.keys);
	if (!invocation.on('tui') || !hasScreen()) return {kind: 'plain'};
	return {kind: 'screen', options: {theme, mouse: invocation.on('mouse'), bell: invocation.on('bell')}};
}
