"""Words of other languages whose bytes read as a Vietnamese syllable in some legacy encoding, by rarity.

Lower-case byte views: the words in windows-1252, in the usual code pages of their languages, and of their UTF-8, by minus the
natural logarithm of their share in running text.  Counted from the word frequencies of wordfreq 3.1 (R. Speer, data CC BY-SA
4.0; 30 languages), the message catalogues of Django (BSD), and by tests/benchmarks/charset/make_foreign.py from the Universal
Declaration of Human Rights in 450 languages (free), the New Testament in 35 (CC0) and Universal Dependencies treebanks
(CC BY-SA, as each says).
"""

FOREIGN_BY_RARITY = {
    3: ("të în "),
    4: ("dÃ não ní på sã tí tó ªi ºi "),
    5: (
        "bá bí bù být chéng chë cã dà dì guó hã hän hé kí kò lì með má máa më nián në nó più pé pøi rä rén så sé sì sí sú "
        "thë tá tâ té tî viòa viòu või xiÃ yÃ yì yú e ®e ¹e ¾e æi "
    ),
    6: (
        "byæ bÃ bÉ bèi bìng búa diÃ dié duì dÉ dài dàn dào dá då dè dé dòng dó dù guò gè gün heç hiç huÃ huà huì hòu hún keï "
        "kÃ kè két kó liÃ lián liú lái lè lé ló lù mañ miÃ mÉ må mé mì mí mín míng mít mó mú nÃ nÉ ná nán nå nú paøo può pÃ "
        "pá pçc pë píng pú quán rèn rì rí rü suÇ s¥ s± s¹ sÄ são së só són súa tÃ tÉ tà tái tóng tú tún tüm u u® u¾ uþ veæ "
        "veè vÃ vám vã xué xíng yÇ yè yí yù ám än æu ça èi èo én îi ðo ñu øi út "
    ),
    7: (
        "añ año biÃ boþ ba bàn bào báa bäi bé bì bíi bó bût chuÃ chuàng chuán chÄ chÇ chá cháng cháo chí chù chú co¶ cÃ cái "
        "cât cé céng cì cí cóng daÌ daá deò duÃ duàn dâi déi dën dìng día dùn dú dün ghét giÃ già gÄ gÇ gÉ gã gå gång gé "
        "gòng gòu gù huá huí huò huó hÃ hÉ hàn hào há hái háng hát hét hù hú iþ kÄ kép kêt kì kú liè liña luó lÃ lÇ lÉ là lá "
        "lán lèi lìng lí lín lò lóng lùn lú maí moé mÃ mám mã mä méi mén méng mê mìng mía mò món mù mún mý nguê ngâ nyí na "
        "nÇ nà nám nç nèi néng nía nù nýn où paè piè poÉ poçt pÇ pà pè pën què qué rÃ rà rá rán rë ró róng rù rú seç sÃ sÉ "
        "sài sá sám sãu sä sè sía sín sô sù taèu tañi teï trÉ trí trón ta tài tán táng tâi tão tãu tè tê tím tíng tò tóu "
        "tõe tým vÉ vúm xiÄ xiá xié xÉ xì xìng xí xù yô o i ài àn ào àp án át âo åt èt ïa ði ñe ñi ón öt ùn ún ün ýn þi þu "
    ),
    8: (
        "aç aí aún aþi baþ beþ bié buï bÇ bà bái bán bãng bïn choæ chÃ chè chén chì chóng co¾ cuá cuí cuò câ cè cén cît cù "
        "cún cüm daïu daþi deù deût diþ duó dán dát dã dä dê dë dí dïn dòa dòu dü eøo geç guÃ guÇ guàn guì guð gÃ gàn gào gá "
        "gèng gêm gën gïn gû heþ hoù huÇ huàn huái huán huáng hà hài hán hè héng hê hó hóng hóp høy iå iç iín keç kyç kÉ kèn "
        "ké kìn kõ kù kým leè leë leù leû luò la lâi lã låt léi lép lê líng lòt lóu lõi lön lún maç meán meã moæi moè moèi "
        "mu mÇ mà mài màn mào mãe mão män mën mòa môn mü nañu nhöm niÃ niÄ niè nuò nyá nÄ nái näe nån nåt né nën nì nìm ním "
        "nî nóng nõ nõi nõu ný oèe oèi piÃ poñ poþi pÉ pài pàn pái pâ pèi pê pìt pín pò pó pón pô pû quién quþ riã ruì rãu "
        "rè réng rìn rît rò rún siá siña suç suì suí s s» sÅ sãi sæt séng séu sê sòng sóc sõng sõt søn süa tián toþi trú "
        "tuán työ te t¥ t± t¹ tÄ tÇ táa tä tæt téng têm tì tìch tìm tõi tø tøi túm tých tþ uê uí voèi ve v¹e vão víc vím "
        "vùn xián xiè xiù xu´ xuÄ xÇ xá xìn xò xó xùn xún yÉ yá yâ yé yên yë u u ©t ±a ¹t àyè ân çin èn ìn ín ðai ðim ña "
        "ñan ñet ñuy õt ön ýa þm "
    ),
    9: (
        "aÃ aá añu aú baÃ baæ bañ baþi bo© bo¹ bài bàng bä bèn bê bën bî bò bõe bú bûm chu chu« chuáng cha chà chàng chách "
        "chão ché chóu coût cuê cá cán céu cím có cú daæ daño dañu dián diát diç doæi duán dáa dét déu dín dò dòn dóu dö dùm "
        "dún dû eæ ghÉ giù guÉ guí guía guï guði gài gân gép gëm gët gî gï gøy gùn gú güm hañ hiã hoæe hoèe hoë hoþ huài hàp "
        "háo hën hùn hþn ié kiín kiþ kä kë kï kòm köp kû laâ lañu liâ lié loï luÃ luàn luèi luí li lài láng lát län lå lång "
        "lèm lém lén lét lë lìm lít lî lï lòu löi løp maçi mo¾ moøe mu® mu®i mu¾ m² mán máp mâ mân mãi mèi mìt mî móc móu "
        "môm mø múu mû na©u naæi ngét ngëm ngôi nhþ niÇ nií niú noæi noè noèe noèi nuaí nyì n± n¹ nº nÅ náa nâ nâc näy næ "
        "nép nê nët nìn nìt níng níu nø nü o¶ paåi paï paþo phÃ piá piä poäng poña poú pào pán pân pãng pæn péi pén péng pí "
        "pòt pòu pù púa pün quÄ quæ quê quë raó ru± ru±i ruò ruøa rÇ ràn ràng rám rãi rím río ròu röng rùn sañ seán seó siân "
        "siä sió sui suÃ suàn syö sà sâi sân sãa sãn säi sån sèn síi síu sï sðn sò sòch sùn sún sü süt sýn taå taþ thÃ thà "
        "tiÄ treðo troòa trÃ trá træt trên tuì tuó tuþu tyè työn ta tàn táo tâm tân tãi tän tèt téi tëi tía tíu tîm tï tòu "
        "tóm tôt tö tù túa tý uã va©u veé veï voæa vyÃ vt väe vän vé vén vê ví vía vùm vú xoñi xoþ xuán xuè xuñ xú yã yï yò "
        "yó yõ yön o t ®en ®ít °c ¶i »a âi äu çay èm éi ét ên ìm ðia ðîm òu õa õe úp "
    ),
    10: (
        "aè baño biå biæa boÉ boæe boþa buè buí byÉ bi bàa bâa bã båt bæ bët bï bôn bõn bön bý chuí chán chën chún càm cáng "
        "cân cãi cî cîi cò cúng daí daïâm daò daþu dií dió diõa doç dui du du® du¾ duÇ d³ dÇ dàng dãm dão déa dìn dîm dön "
        "dø eén eñ eú eþ gaïu ghÃ goût guà gán gãa gäng göt göç gún gût haæo hÄ hám hâ hãe häc håp hèi hí hî hóu iá iâ kió "
        "kÅ kã kê kín kõt kön køn leão leç león leøo liù loèi loþ luã luãm luè lyö l lÅ lào lám láo lâ lân lät lån læt lèt "
        "léa líp lôn löng løn lü lý maÌ maþi miå miña moæ moøi mu³u muèi ma máo mäe mån mèng mém mìn mío múm mých mým naÌ "
        "naèo nañ naò nié niña noæ noó nu® nu¾ nuñi nyÉ n« n° nàa nài nä näo nè nõt núm nÿa oé oë paço peço piò piú poèi puô "
        "páng páp pát pã pãi pão pçt pèp pì pít pîn pûíi quÃ quàn quão raþo reè roö r² rÉ rào ré ríi rín rúm saç seù siôn "
        "soÉ soìa sua suÉ suð suòa suòi sa s· sÛ sàn sán sâc sâp säng sång sìn sím sïá sóu sôn sõi söng söt sø søt taþi "
        "teí teño thú tiÃ tièu triñu trà trãi træ tré trì trúa tu¿ tué tuþ ty£u työt tào tám tã tãe tät tét tíi tín tío tòng "
        "tüy ui uæi viña vá vêm vín xÃ xà yö yü yý t ®ao µm àm áng âií äa çöp ðe ño öp üm "
    ),
    11: (
        "aÌ aço aþ baÌ beÃ beè beò biã biæ biæu boça boë boð buyì b³ bâ bæn bè bô bõ bø bøn bùn búi bû bûn caÉ caí coª coº "
        "coño cuán c» cà cýa diþa doña duª du®i duº duë duþ da dy dâ dâòu dèa dít dói dóm dô dþ dþo eð gaÃ geÃ ghé goñi "
        "guïu gât gãe gæt gó göng güi hiãa hiãm hoøe h h« hÅ háa hä häng hæ hæng hû iän iö iø khÉ k kÇ kô kö köt kø laço "
        "leí lo© lo¹ l« l®i l¾e l¾i làn lìn lô lõ lû maæ maè maèo maèu maó maþo meè moª moº moça muñ muþ myá mît mót mô møt "
        "neÉ ni©u no¾ ni nät níi nö nû nýi o© o¹ peæ peè phÉ pi©u piæ piæa piç poá poço pî põe pø pûía raþu reþ râu rã rät "
        "rå rån ròp róm rûp saçi saí sañu soµ so¾ soèi soïa soïi soþ syön sÇ sâ sçn sçt sî söi sý taç teë thaï thÉ thé toÉ "
        "toò toòi traço trié tro¹i trä trén trúi tu© tu¹ tuþa tyÉ tàng táp tãn tæp tém tón tøm tüp uç uèi uña veí viï voæe "
        "v© v¹ vÇ vón vön vù x« xã c i m y a «i ®an ®ep ¿o ¿y âm äi ät æt çam èp èu ía íi ñam ñun øy ýt þa "
    ),
    12: (
        "açi aü baú bo¾o bo¿y byÃ byá b« bæi bçm bót búu caín caño choï chát c« cóm daæu daèo dañ deñ di®u diä diät doò du© "
        "du¹ duþa d« d® d» d¾ dåp dæ déc dén dót dý dýn eó eût ghó g£ g³ gát gén gða gô gõ haç ho¹i hoþi huyó hµa h¼a h¾a "
        "háu hån hìn hím hõ hö hý iè iña keø ki©u kiö k¥t kõn kút küp leèo leó leþ lió lo¹i lo¾ loè lyÃ ly lãa lãe lím lío "
        "lît lóa løy lúè maÉ maèi maï maþu meÉ meï mo¾n moço myÉ myæ m¦ m© m©i m« m®p m¶ m¹ m¹e m¹i m¾p mâc mâp mât mæ mæt "
        "mçn mè mõ mö möt møn naè ngÃ ngùn nhé ni®u niça no¾i noé nyÃ nn n» náng nóa nõng nöt nøt nün oè oí oò oùn oþ pañ "
        "pañi pié piña poæi poé poén poï poïi puá puèa puíi puó p« pãn pç pío pût quì raí raïm riña ro¾ roça roè roð roþi "
        "ry®u ry rém réu ríe róa røa rûíi rûíu seè sión soèa soèe soòa soþi suça suði syÃ syöt s© sæi sæng sîm sõ søm sþ "
        "taóng teát tiña tiö to« to¿ traç traït traþ trió troço trèi trío trîc trùn t« tå tçt tõn tõng tøy tû u®i vaïi vaïu "
        "vaòu vi©u viè vió vyö vyön vâ vâc vån våt vè véu vìt vít vò vó vún vû vý xañ x» xët yãm yãt yöt yû n p «c »m ¿a "
        "àa àt àyé áa ão äo ån çan çat çi çim çip çit íe ðu ñia òi öi øm úa üt ým "
    ),
    13: (
        "a¶ a¹ aÉ açu aïn aït aó baè bañu baòu biè bién boè boí bu© bu¹ buèa buñ by b£ bâc bãm bãn bém bío bøy bü chié coça "
        "coña cuña cê cía cü cý daþo deð di©u diæt duâ duëi duñ d£ d®i d¾i d¾o dái dæi dçt dèi dëng dët dî döm døm dým dþi "
        "eè eüm gaÉ geð geño giñ goð gué guþu g© g¹ gðe góm góu gö göm gü haÉ haçi hiú hoï hu« huþu h® h¾ hão hå hõn hõt hø "
        "høng hým iät iü keþ kiç kié kiút kiþa kèt kúa kúm kúp küt laæ laïc lañ leæ lo¾i lo¾o lo¿y loïc luî luñ lyön l®u l¾u "
        "làng lä læ læn lón löt lø lúèi ma©u maço maòu miªc miªu miä miæa miþ moð moño muþi myö mª màng mç múch mûút mýt "
        "naþi naþu neð ngu niæ niþ niþu no¶ no¿y noâ nu¿ nâo nã näön næm nîn nöp nýt oÉ oía oðo oö oú oþa pa©u paÌ paño "
        "peão peð peó peón peþ piæu pií piïu pu® pu¾ puè puèi puþ puþt py£u p£n p¦ p©t p³n p¶ p¹t píp pûèu pûíu raèi reá reì "
        "reí riä rió roª roº ro¾o roño ru® ru¾ r© r¹ råt ría rön rø rúa rûc siæ so© so¹ soçi soèo suþi sy s® s»a s¾ sàng sæ "
        "sët síp sóa sóm sö söm sön sûc sým taüt tiè tièa to¾ to¾i toè toèa toèi toí toòa traæ triï tr©i tr®i tr¹i tr¾i trå "
        "trång tu®i tuæi tuèa tuèi tuði tyû t tÅ tãa tång tç tïí tõ töm töp tût tü týn u© u¹ uè uði veð vièu viïa viò viþa "
        "v©i v² v³ v¹i væ væn væng vç vö vúc xõ xý yä ¡y ¦p ©i ©o ©p ©u ªt ®eð ®i ®it ®p ®u ®uèi ¶p ¹a ¹i ¹o ¹p ¹u ºa ºc ºt "
        "¼e ¾i ¾p ¾u äng çap çe ço èa éo îa îe îm ïo ða ðen ðoõ ñay öe öm ýc ýng "
    ),
    14: (
        "a¹i aáo baço baþu beð beòo bo¶ bât bâþu bäm bäng bêc bïe bö caïn cho« choè chía co¿ coït cu¦ cu¶ cín cíp cï côa "
        "daòo daþ deán doía doð doñ duþu dàt däng dæm dóp döp dût giú g©t g¹t gám gæi gît gø haï hué huía hät hü hýc i¦c iä "
        "iì iõ kiè kü leñ lyöt léc lía líc lö löp maþ mi©u mo©t mo¹t moût moþ mu£ mu©t mu³ m£ m¥ m¦p m± m³ m¶p mät mím möi "
        "mön neó neón no¿ noøe nuþu näi nót nôt oô oü piça po©t po¹t poça poø puça p£ p³ pä päi pía pót pö pút raä raèu rièu "
        "ro© ro©t ro¹ ro¹t ru¦ ru¶ ruín r® r®i r¾ r¾i räp réa rép rö röm rým rýn saá saó seño soïo soñe su« s£ s³ säe sät "
        "sêp söp sû sün taè taí thå thè tiä tió to© to¶ to¹ toæ toèo toño toõ traí triïn troç truði tuª tuº t£ t³ tån töng "
        "u£ u¦ u³ u¶ ué viä vo© vo¹ vuæi vyöt vä vå vë ®ut ®úp »i ×o âeú âoò ãn åp ção ío îo ðit ðiu ýu "
    ),
    15: (
        "aæ aé ba©t bu£y bu³a bué bång béa chií chã cué d¯ d¿ dån dèt dìa dña goñ gä haïm hueá hém iæ ió kyä k£ k¥ k³ laò "
        "leé leño maé mió mo¶ mo¿ moèe moët mué m¾e mång mèt mìch naõ nèt oä oî oña oøe oû pièa piëch poè raï raò röt sa©u "
        "saò sâo sòc sòn taï troça truæ trø täi têt u¿ vaø voçe výt ®a ¯a ¾a âaì äe äíi éc óm óp "
    ),
}
