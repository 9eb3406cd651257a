"""What is given per year: kegiatan utama, indicators, themes, fokus intervensi, bands of scores."""
