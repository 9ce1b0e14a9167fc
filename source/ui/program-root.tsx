/** The root of both screens: keeps what the person chose for the whole program. */
import {type ReactNode, useEffect, useMemo, useState} from 'react';
import {type Habits, type Program, ProgramContext} from './program.ts';
import type {KeyStream} from './stdin/key-stream.ts';
import {type Background, type Theme, type ThemeChoice, themeFor} from './theme.ts';

type Props = {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly theme: ThemeChoice;
	readonly habits: Habits;
	readonly bell: boolean;
	readonly mouse: boolean;
	/** Reports the terminal's background when the terminal answers. */
	readonly keys: KeyStream;
	children(theme: Theme): ReactNode;
};

export function ProgramRoot({env, theme: first, habits, bell, mouse, keys, children}: Props) {
	const [choice, chooseTheme] = useState(first);
	const [background, setBackground] = useState<Background>();
	useEffect(() => {
		keys.on('background', setBackground);
		return () => {
			keys.off('background', setBackground);
		};
	}, [keys]);
	const theme = useMemo(() => themeFor(choice, {env, background}), [choice, env, background]);
	const program: Program = useMemo(
		() => ({theme: choice, chooseTheme, habits, bell, mouse, keys}),
		[choice, habits, bell, mouse, keys],
	);
	return <ProgramContext value={program}>{children(theme)}</ProgramContext>;
}
