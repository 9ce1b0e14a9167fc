/** The two menus of what can be done on a screen: that of its keys, and the palette. */
import {HelpOverlay} from './help-overlay.tsx';
import type {Act} from './keys.ts';
import {PaletteOverlay, type PaletteProps} from './palette/palette-overlay.tsx';

type Props = Omit<PaletteProps, 'run'> & {
	readonly kind: 'help' | 'palette';
	/** Performs an action. */
	act(act: Act): void;
};

export function Menu({kind, act, ...props}: Props) {
	const run = (chosen: Act): void => {
		props.close();
		act(chosen);
	};
	return kind === 'palette' ? <PaletteOverlay {...props} run={run} /> : <HelpOverlay {...props} run={run} />;
}
