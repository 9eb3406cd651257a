"""Words that the rules for figures look at. Each set says what it is for; all are lower case."""

from __future__ import annotations

# Nouns that are counted in government papers; a figure before one is a count wherever it stands.
COUNT_NOUNS = frozenset(
    """
    orang jiwa warga penduduk kepala keluarga kk rumah ruta pegawai asn pns pppk cpns honorer tenaga guru siswa murid
    mahasiswa pelajar santri dosen dokter perawat bidan petani nelayan pelaku peserta responden penerima korban pasien
    anak balita ibu bayi lansia remaja pemuda perempuan lelaki pria wanita petugas kader relawan anggota pejabat
    jabatan formasi operator auditor evaluator pengawas pelamar pendaftar pemilih wajib pekerja karyawan buruh
    wisatawan pengunjung pengguna pelanggan pemohon nasabah investor wirausaha disabilitas kandidat calon
    unit opd skpd pd dinas badan biro bagian instansi lembaga kementerian kl kecamatan desa kelurahan kampung nagari
    distrik kabupaten kota provinsi daerah pemda wilayah lokasi titik lokus puskesmas pustu posyandu rsud rumahsakit
    sekolah madrasah kelas kampus perguruan universitas upt uptd upp upzi blud bumd bumdes koperasi umkm ukm ikm
    perusahaan industri pasar toko kios warung hotel kelompok poktan gapoktan tim satker satuan perangkat cabang
    gerai loket tenant booth konter layanan pelayanan perizinan izin ijin jenis macam
    dokumen berkas laporan lhp lhe surat peraturan perda perbup perwali pergub regulasi kebijakan sk naskah arsip buku
    sop standar indikator sasaran program kegiatan subkegiatan rekomendasi temuan saran catatan rencana renaksi aksi
    output keluaran inovasi aplikasi sistem website situs portal server perangkat komputer laptop kamera cctv dataset
    data informasi konten video artikel berita paket proyek kontrak tender penyedia produk komoditas komoditi
    aduan pengaduan laporan keluhan kasus perkara insiden kejadian temuan pelanggaran penghargaan sertifikat medali
    piagam prestasi kunjungan pertemuan rapat pelatihan bimtek diklat sosialisasi workshop kajian penelitian survei
    hektare hektar ha km kilometer meter cm mm ton kg kilogram gram kuintal kwintal liter kubik persegi mw mwp kwh
    watt volt megabit mbps kilowatt kva ekor batang pohon bibit buah butir lembar eksemplar set stel
    kendaraan mobil motor bus truk kapal ambulans sambungan saluran jaringan menara bts jembatan ruas embung
    bendungan irigasi sumur gedung bangunan ruang ruangan rombel kamar kursi tempat bidang sertipikat persil aset
    lapangan kerja lowongan posisi kuota formasi transaksi pemohon permohonan nib npwp ktp akta objek obyek
    responden sampel media akun pengikut kuesioner pertanyaan suara tps partai fraksi
    negara pulau dusun rt rw ksm kub kwt pkk lsm ormas yayasan panti masjid gereja
    item komponen poin rupiah investasi pkl perjalanan dosis vaksin alat mesin traktor porsi tabung karung koli dus
    unsur tahapan bendera peralatan fasilitas sarana taman titik spot armada rute trayek halte terminal pelabuhan
    penghuni unit rtlh napi tahanan tersangka terdakwa polisi prajurit personel personil pemain atlet
    ruas simpang lampu pju lpju jalan kolam keramba tambak sawah lahan kebun hutan ladang
    """.split()
)

# Nouns of time: a figure before one is a duration or an age, not a count.
DURATIONS = frozenset(
    """
    tahun tahunan thn th bulan bln minggu pekan hari jam menit mnt detik dtk dekade abad dasawarsa windu semester
    triwulan malam pagi siang sore years year months month days day hours hour minutes minute kali x × ke
    """.split()
)

# Parts of an instrument, a programme, a list or an argument, things that are not counted as an achievement.
PART_NOUNS = frozenset(
    """
    hal pilar unsur aspek komponen dimensi tahap langkah sisi arah cara faktor alasan tujuan misi visi nilai prinsip
    fokus tema area agenda strategi poin point butir pertanyaan tingkat tingkatan level golongan ruang kategori
    parameter variabel kriteria syarat persyaratan ketentuan pasal ayat huruf angka nomor bab bagian lampiran lembar
    halaman hlm kolom baris hubungan belah pihak kaki jari mata tangan pintu atap hati suara satunya lain sama
    gol suka komentar balasan repost pengikut like likes followers views tayangan pembaca salinan mb gb kb tb
    lembarnya rangkap eksemplar kategorinya kelompoknya
    """.split()
)

# Words that cannot be a counted noun; a figure before one stands bare.
FUNCTION_WORDS = frozenset(
    """
    dan atau yang di ke dari pada untuk dengan oleh dalam sebagai serta tetapi tapi namun sedangkan sementara
    adalah ialah yaitu yakni merupakan menjadi jadi ini itu tersebut tadi juga pun lah kah saja lagi hanya baru
    sudah telah akan belum tidak bukan masih sedang bisa dapat harus mesti boleh perlu wajib ingin mau agar supaya
    karena sebab akibat jika kalau bila apabila ketika saat waktu sejak hingga sampai sebelum sesudah setelah selama
    antara terhadap tentang mengenai per tiap setiap semua seluruh para atas bawah lebih kurang paling sangat amat
    cukup hampir sekitar kira kurang secara bagi demi guna tanpa kecuali selain bahkan malah maka lalu kemudian
    ada terdapat berada s sd d persen prosen rupiah ribu juta miliar milyar triliun maupun ataupun serta dst dll dsb
    kami kita saya ia dia mereka beliau anda nya wib wita wit
    mencapai melebihi sebesar sebanyak sejumlah naik turun meningkat menurun dibanding dibandingkan menurut
    melapor lapor tuntas selesai
    """.split()
)

# A figure behind one of these is a quantity even when no noun follows.
QUANTITY_CUES = frozenset(
    """
    sebanyak sejumlah berjumlah jumlah jumlahnya total totalnya hanya baru cuma dari sekitar hampir sedikitnya
    setidaknya lebih kurang mencapai menjadi tersisa sisanya tercatat terdapat ada adalah sudah telah masih sebesar
    ditargetkan target dari hingga sampai capai minimal maksimal kira jadi naik turun ke tembus raih
    """.split()
)

# The number behind one of these names a thing: a letter, an address, a chapter, a class of post.
NAMING_WORDS = frozenset(
    """
    nomor no nomer nmr pasal ayat huruf angka bab bagian lampiran lamp halaman hlm hlmn page dosis kotak menit id tabel table gambar
    grafik diagram butir poin jalan jl jln ji gang gg blok kav kavling rt rw km lantai lt gedung kamar ruang ruangan
    telepon telp tlp fax faks hp wa whatsapp nip nik npwp nib nisn kode pos kodepos eselon golongan gol tk grade
    asisten staf versi edisi vol jilid tipe type seri serie series model kelas format form formulir
    sman smkn smpn sdn sma smk smp sd mtsn man min tk paud kanal channel ext ekstensi pukul pkl jam diktum
    covid pasal-pasal iso sni windows office angkatan gelombang sesi periode tahap putaran babak jilid zona area ring
    dapil tps pos polsek koramil kodim korem rute koridor kuadran pilar misi sila langkah ke klaster point kpps kl
    """.split()
)

SCORE_CUES = frozenset(
    """
    nilai nilainya skor skornya score indeks indeksnya index poin point points angka rerata bernilai berskor skala
    maturitas kapabilitas rapor rasio rata gini
    """.split()
)

SCORE_UNITS = frozenset({"poin", "point", "points", "pts"})
PERCENT_WORDS = frozenset({"%", "persen", "prosen", "percent", "％"})

TARGET_CUES = frozenset(
    """
    target targetnya menargetkan ditargetkan ditagetkan menarget ditarget bertarget targetkan targetnya sasarannya
    rencana rencananya merencanakan direncanakan berencana akan bakal diharapkan mengharapkan harus sasaran sasarannya asumsi kuota minta sekurang
    wajib minimal minimum semestinya seharusnya mesti perlu dibutuhkan membutuhkan kebutuhan usulan diusulkan
    mengusulkan pagu plafon plafond dianggarkan menganggarkan dialokasikan mengalokasikan alokasi alokasinya
    anggaran anggarannya proyeksi diproyeksikan memproyeksikan estimasi diperkirakan prognosis ambang standar
    diupayakan mengupayakan siapkan menyiapkan disiapkan
    mengejar kejar butuh maunya harapannya mengamanatkan dana dananya alokasinya biaya belanja
    apbd dpa rka hibah dibidik membidik menggelontorkan digelontorkan budget dipatok mematok dipersyaratkan disyaratkan
    diwajibkan proposal paling
    """.split()
)

ACTUAL_CUES = frozenset(
    """
    realisasi realisasinya terealisasi terealisasikan direalisasikan merealisasikan capaian capaiannya capainnya
    pencapaian tercapai dicapai ketercapaian mencapai diperoleh memperoleh perolehan meraih diraih raih raihan mendapat
    mendapatkan didapat mengantongi menyabet menempati menduduki berada terserap serapan penyerapan menyerap serap
    efisiensi tercatat mencatat mencatatkan terkumpul terhimpun sudah telah baru berhasil naik turun meningkat menurun
    peningkatan penurunan kenaikan tumbuh pertumbuhan berkurang bertambah melonjak merosot anjlok
    terdapat tersedia terpasang terbangun tersalurkan tersalur disalurkan selesai tuntas rampung terlaksana
    dilaksanakan melaksanakan diselesaikan ditindaklanjuti terinput menyampaikan melaporkan belum masih sisa tersisa
    dikategorikan hanya cuma tinggal baseline masuk termasuk menunjukkan terbukti dihasilkan menghasilkan hasil hasilnya
    dibelanjakan menghabiskan dihabiskan terpakai terbayar dibayarkan diserahkan menerima diterima dikunjungi
    membukukan terjadi dialami dinilai penilaian evaluasi melampaui melebihi mampu
    """.split()
)

# Behind one of these a bare whole number counts what is in that state: "selesai 5, belum 8".
STATES = frozenset(
    """
    selesai belum tuntas proses sudah lengkap sesuai tepat waktu valid lapor hadir tercapai terlambat gagal lulus
    disetujui ditolak diterima masuk aktif rusak tdtl pelaksanaan baik berat ringan sedang tersisa sisa berjalan
    """.split()
)
