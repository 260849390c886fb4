"""What a reader of each language must find in the briefs of 2004, in this order: headings, stages, dates, money, names."""

MISSION_XK = {
    "en": ["2 under way", "disasters: nothing recorded", "3 August 2004", "Projects", "(stated: continuing)", "Kosovo", "European Union (EU)", "early 2004", "Next milestones", "not stated. No money", "Sources and dates", "resolution 1244 (1999)", "The designations employed"],
    "fr": ["2 en cours", "catastrophes : aucune donnée", "3 août 2004", "Projets", "(selon la source : se poursuivent)", "Kosovo", "Union européenne (EU)", "début 2004", "Prochain", "non précisé. Aucun montant", "Sources et dates", "résolution 1244 (1999)", "Les appellations employées"],
    "es": ["2 en marcha", "desastres: sin datos", "3 de agosto de 2004", "Proyectos", "(según la fuente: prosiguen)", "Kosovo", "Unión Europea (EU)", "principios de 2004", "Próximos hitos", "no se indica. No hay fondos", "Fuentes y fechas", "resolución 1244 (1999)", "Las denominaciones empleadas"],
    "ar": ["2 قيد التنفيذ", "الكوارث: لم يُسجّل شيء", "3 آب/أغسطس 2004", "المشاريع", "كما ورد: مستمرة", "الاتحاد الأوروبي", "أوائل عام 2004", "المعالم البارزة", "غير مذكور. لم تُسجّل أي أموال", "المصادر والتواريخ", "كل إشارة إلى كوسوفو", "ليس في التسميات المستخدمة"],
    "zh": ["2个正在进行", "灾害：无记录", "2004年8月3日", "项目", "（原文：继续）", "科索沃", "欧洲联盟(EU)", "2004年初", "下一批里程碑", "未说明。本简报", "来源和日期", "第1244(1999)号决议", "本出版物"],
    "ru": ["осуществляется: 2", "бедствия: данных нет", "3 августа 2004 года", "Проекты", "(указано: продолжаются)", "Косово", "Европейский союз (EU)", "начал", "не указано. По проектам", "Источники и даты", "резолюцией 1244 (1999)", "Употребляемые обозначения"],
}  # fmt: skip

MISSION_SD = {
    "en": ["1 under way", "3 August 2004", "(stated: continuing) · South Sudan; Sudan (southern Sudan)", "Joint Assessment Mission", "lead"],
    "fr": ["1 en cours", "3 août 2004", "(selon la source : se poursuit) · Soudan; Soudan du Sud (sud du Soudan)", "Mission", "chef de file"],
    "es": ["1 en marcha", "3 de agosto de 2004", "(según la fuente: prosigue) · Sudán; Sudán del Sur (sur del Sudán)", "Misión", "dirección"],
    "ar": ["1 قيد التنفيذ", "3 آب/أغسطس 2004", "السودان؛ جنوب السودان", "كما ورد: مستمر", "البنك الدولي، جهة رائدة"],
    "zh": ["1个正在进行", "2004年8月3日", "（原文：继续进行） · 南苏丹；苏丹 (苏丹南部)", "苏丹联合评估团", "世界银行，牵头；联合国，牵头"],
    "ru": ["осуществляется: 1", "3 августа 2004 года", "(указано: продолжается) · Судан; Южный Судан (юг Судана)", "Совместная", "Всемирный банк, ведущий партнер"],
}  # fmt: skip

MISSION_IR = {
    "en": ["Bam earthquake", "26 December 2003 · Bam", "(stated: proposal under review) · Iran (Islamic Republic of)", "Phase reconstruction", "September 2002", "not stated", "signed"],
    "fr": ["Séisme de Bam", "26 décembre 2003 · Bam", "(selon la source : proposition à l’examen) · Iran (République islamique d'", "septembre 2002", "non précisé", "signé"],
    "es": ["Terremoto de Bam", "26 de diciembre de 2003 · Bam", "(según la fuente: propuesta en examen) · Irán (República Islámica del)", "septiembre de 2002", "no se indica", "firmado"],
    "ar": ["زلزال بم", "26 كانون الأول/ديسمبر 2003", "إيران (جمهورية - الإسلامية)", "كما ورد: مقترح قيد الاستعراض", "أيلول/سبتمبر 2002", "غير مذكور", "موقّع"],
    "zh": ["巴姆地震", "2003年12月26日 · 巴姆", "（原文：建议正在审查） · 伊朗伊斯兰共和国", "2002年9月", "未说明", "已签署"],
    "ru": ["Землетрясение в Баме", "26 декабря 2003 года · Бам", "(указано: предложение рассматривается) · Иран (Исламская Республика)", "сентябрь 2002", "не указано", "подписано"],
}  # fmt: skip

PROJECT = {
    "en": ["not reported", "under review (stated: proposal under review)", "Bam earthquake", "26 December 2003", "Phase reconstruction", "Components", "Earthquake-resistant building methods", "September 2002"],
    "fr": ["non signalé", "à l’examen (selon la source : proposition à l’examen)", "Séisme de Bam", "26 décembre 2003", "Composantes", "septembre 2002"],
    "es": ["no notificado", "en examen (según la fuente: propuesta en examen)", "Terremoto de Bam", "26 de diciembre de 2003", "Componentes", "septiembre de 2002"],
    "ar": ["لم يُبلّغ عنه", "قيد الاستعراض (كما ورد: مقترح قيد الاستعراض)", "زلزال بم", "26 كانون الأول/ديسمبر 2003", "العناصر", "أساليب البناء المقاوم للزلازل", "أيلول/سبتمبر 2002"],
    "zh": ["未报告", "审查中 （原文：建议正在审查）", "巴姆地震", "2003年12月26日", "组成部分", "抗震建筑方法", "2002年9月"],
    "ru": ["не сообщено", "на рассмотрении (указано: предложение рассматривается)", "Землетрясение в Баме", "26 декабря 2003 года", "Компоненты", "сентябрь 2002"],
}  # fmt: skip

DONOR = {
    "en": ["Donor brief · draft", "Canada", "Data as of 23 November 2026", "CAD 15,000,000", "What was given", "Received", "Water and Sanitation Trust Fund", "pledged (pledge)", "A/59/198, para. 3, 3 August 2004"],
    "fr": ["Note sur le donateur", "Canada", "Données au 23 novembre 2026", "CAD 15 000 000", "Contributions apportées", "Reçu", "annoncé", "A/59/198, par. 3, 3 août 2004"],
    "es": ["Nota informativa del donante", "Canadá", "Datos al 23 de noviembre de 2026", "CAD 15.000.000", "Lo que se aportó", "Recibido", "prometid", "A/59/198, párr. 3, 3 de agosto de 2004"],
    "ar": ["موجز لجهة مانحة", "كندا", "23 تشرين الثاني/نوفمبر 2026", "CAD 15,000,000", "المساهمات المقدمة", "الصندوق الاستئماني للمياه والصرف الصحي", "تعهد معلن (تعهد)", "A/59/198"],
    "zh": ["捐助者简报", "加拿大", "数据截至 2026年11月23日", "CAD 15,000,000", "所提供的捐助", "已收到", "水和卫生信托基金", "已认捐 (认捐)", "A/59/198，第3段，2004年8月3日"],
    "ru": ["Справка по донору", "Канада", "Данные по состоянию на 23 ноября 2026 года", "CAD 15 000 000", "Сделанные взносы", "Получено", "объявлен", "A/59/198, пункт 3, 3 августа 2004 года"],
}  # fmt: skip

PORTFOLIO = {
    "en": ["Disaster Management Programme", "13 territories", "18 projects", "9 under way", "Mandate", "North Macedonia", "Iran (Islamic Republic of)", "Liberia", "(stated: established)"],
    "fr": ["Programme de gestion des catastrophes", "13 territoires", "18 projets", "9 en cours", "Mandat", "Macédoine du Nord", "Iran (République islamique d'", "Libéria"],
    "es": ["Programa de Gestión de Desastres", "13 territorios", "18 proyectos", "9 en marcha", "Macedonia del Norte", "Irán (República Islámica del)", "Liberia"],
    "ar": ["برنامج إدارة الكوارث", "18 مشروعاً", "9 قيد التنفيذ", "الولاية", "كوسوفو؛ صربيا؛ الجبل الأسود؛", "ليبريا"],
    "zh": ["灾害管理方案", "13个国家或地区", "18 项目", "9个正在进行", "任务授权", "科索沃；塞尔维亚；黑山；北马其顿", "伊朗伊斯兰共和国", "利比里亚", "（原文：已设立）"],
    "ru": ["Программа борьбы со стихийными бедствиями", "18 проектов", "осуществляется: 9", "Северная Македония", "Иран (Исламская Республика)", "Либерия"],
}  # fmt: skip
